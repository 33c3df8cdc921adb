using System;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The board's UART: bytes go out, nobody is waited for long.</summary>
public interface ILogLine : IDisposable
{
    /// <summary>What a reader opens: a path, or tcp://host:port.</summary>
    string Name { get; }

    /// <summary>Writes bytes.</summary>
    /// <returns>False when the line did not take them all; the rest is lost.</returns>
    bool Write(byte[] buffer, int count);
}
