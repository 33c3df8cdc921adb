namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>What sock_diag says of one connection.</summary>
/// <param name="State">Its state; CLOSED when there is none.</param>
/// <param name="Timer">0 none, 1 retransmission, 2 keep-alive, 3 TIME-WAIT or orphaned FIN-WAIT-2, 4 window probe.</param>
/// <param name="ExpiresMs">Milliseconds until that timer is due.</param>
public readonly record struct SocketLook(TcpState State, int Timer, int ExpiresMs);
