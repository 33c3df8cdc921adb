using System.Collections.Generic;

namespace NanoTcpClose.VirtualBoard;

/// <summary>One close of the demo and what the log must show of it.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Title">One line for people.</param>
/// <param name="RemotePort">The peer's port; with the local port it tells the connection.</param>
/// <param name="LocalPort">The board's port; 0 where the stack chooses it.</param>
/// <param name="ExpectedPath">The states entered, in order, from SYN-SENT to CLOSED.</param>
/// <param name="ExpectedKind">The kind of close as the companion names it.</param>
public sealed record DemoClose(
    string Name,
    string Title,
    int RemotePort,
    int LocalPort,
    IReadOnlyList<TcpState> ExpectedPath,
    string ExpectedKind);
