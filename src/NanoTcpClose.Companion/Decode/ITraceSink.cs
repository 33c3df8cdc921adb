using System;

namespace NanoTcpClose.Companion.Decode;

/// <summary>Where a <see cref="TraceDecoder"/> delivers. Spans and records live only during the call.</summary>
public interface ITraceSink
{
    /// <summary>A HELLO with a new boot id: sequence and ticks begin anew. The same HELLO follows as a record.</summary>
    /// <param name="hello">The HELLO.</param>
    void OnEpoch(in TraceRecord hello);

    /// <summary>A record with a good check; its type may be unknown.</summary>
    /// <param name="record">The record.</param>
    void OnRecord(in TraceRecord record);

    /// <summary>Records are missing.</summary>
    /// <param name="gap">How many, and whose loss it was.</param>
    void OnGap(in TraceGap gap);

    /// <summary>Bytes that are no record, untouched and in order.</summary>
    /// <param name="bytes">The bytes.</param>
    void OnText(ReadOnlySpan<byte> bytes);

    /// <summary>A frame with a good check in a wire version that this build cannot read; its bytes follow as text.</summary>
    /// <param name="version">Its version.</param>
    void OnUnknownVersion(int version);
}
