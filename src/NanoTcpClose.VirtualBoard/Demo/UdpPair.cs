using System;
using System.Net;
using System.Net.Sockets;

namespace NanoTcpClose.VirtualBoard;

/// <summary>Two UDP sockets on 127.0.0.1 that are connected to each other.</summary>
internal sealed class UdpPair : IDisposable
{
    internal UdpPair()
    {
        Socket first = Bound();
        Socket second = Bound();
        first.Connect(second.LocalEndPoint!);
        second.Connect(first.LocalEndPoint!);
        First = new LoopbackLink(first);
        Second = new LoopbackLink(second);
    }

    internal LoopbackLink First { get; }

    internal LoopbackLink Second { get; }

    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }

    private static Socket Bound()
    {
        Socket socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
