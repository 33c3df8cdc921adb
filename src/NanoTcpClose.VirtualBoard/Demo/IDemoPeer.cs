using System;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>The other side of the demo: a TCP that accepts connections on the ports of the script.</summary>
internal interface IDemoPeer : IDisposable
{
    string Description { get; }

    uint Address { get; }

    IPacketLink BoardLink { get; }

    void Listen(int port);

    IDemoConnection Accept(int port);
}
