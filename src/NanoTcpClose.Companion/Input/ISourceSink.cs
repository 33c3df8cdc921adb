using System;

namespace NanoTcpClose.Companion.Input;

/// <summary>What a source tells, on the source's own thread.</summary>
public interface ISourceSink
{
    /// <summary>It is open.</summary>
    void Opened(string name);

    /// <summary>Bytes as received.</summary>
    void Bytes(ReadOnlySpan<byte> bytes);

    /// <summary>The line went away.</summary>
    void Gone();

    /// <summary>It is back after that time, perhaps under another name.</summary>
    void Back(TimeSpan gap, string? newName);
}
