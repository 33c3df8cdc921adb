using System;

namespace NanoTcpClose.Companion.Input;

/// <summary>What a source tells.</summary>
public interface ISourceSink
{
    /// <summary>Bytes as received.</summary>
    void Bytes(ReadOnlySpan<byte> bytes);

    /// <summary>Nothing came for a while.</summary>
    void Idle();

    /// <summary>The source has something to say: unplugged, back after 3.2 s.</summary>
    void Remark(string text);
}
