namespace NanoTcpClose.Companion.Sockets;

/// <summary>A TCP socket of this computer.</summary>
/// <param name="LocalAddress">First octet on top.</param>
/// <param name="LocalPort">Its port.</param>
/// <param name="RemoteAddress">Of the other side.</param>
/// <param name="RemotePort">Of the other side.</param>
/// <param name="State">As this system sees it.</param>
/// <param name="Unread">Bytes that the application has not read; -1 when not told.</param>
/// <param name="Unsent">Bytes that the other side has not acknowledged; -1 when not told.</param>
internal sealed record LocalSocket(
    uint LocalAddress, int LocalPort, uint RemoteAddress, int RemotePort, TcpState State, int Unread, int Unsent)
{
    /// <summary>
    /// What is left of its TIME-WAIT, or of the time that an orphan may stay in FIN-WAIT-2; null when not told.
    /// </summary>
    internal double? LeftMs { get; init; }
}
