using System;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

/// <summary>A tracked socket, connected over loopback to a plain one that plays the peer.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal SocketPair()
    {
        Monitor = new SocketMonitor(new StopwatchClock(), Trace, new object(), 4, 60000, 1);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        Tracked = new TrackedSocket(Monitor);
        Assert.Equal((int)CallResult.Ok, Tracked.Connect((IPEndPoint)_listener.LocalEndPoint!, 5000));
        Peer = _listener.Accept();
        Peer.ReceiveTimeout = 5000;
    }

    internal TraceRing Trace { get; } = new(4096);

    internal SocketMonitor Monitor { get; }

    internal TrackedSocket Tracked { get; }

    internal Socket Peer { get; }

    public void Dispose()
    {
        Tracked.Abort();
        Peer.Dispose();
        _listener.Dispose();
    }
}
