using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Sockets;

/// <summary>Both ends of one connection at one moment.</summary>
/// <param name="Connection">The board's.</param>
/// <param name="Board">Its state there.</param>
/// <param name="Peer">Its state here; CLOSED when there is no such socket.</param>
/// <param name="Unread">Bytes that the application here has not read.</param>
internal sealed record PeerPair(ConnectionModel Connection, TcpState Board, TcpState Peer, int Unread)
{
    /// <summary>What is left of the wait here; null when there is none or the system does not tell.</summary>
    internal double? LeftMs { get; init; }
}
