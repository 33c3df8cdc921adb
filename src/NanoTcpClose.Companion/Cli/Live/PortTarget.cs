using System;
using NanoTcpClose.Companion.Input.Serial;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>A replay into a serial port.</summary>
internal sealed class PortTarget(ISerialLine line) : IReplayTarget
{
    /// <inheritdoc/>
    public bool Put(byte[] piece, DateTimeOffset time, bool remark)
    {
        return remark || line.Write(piece, piece.Length);
    }

    /// <inheritdoc/>
    public void End()
    {
        // The port takes what it was given.
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        line.Dispose();
    }
}
