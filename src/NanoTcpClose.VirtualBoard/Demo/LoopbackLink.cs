using System;
using System.Net.Sockets;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>One end of a <see cref="UdpPair"/>.</summary>
internal sealed class LoopbackLink : IPacketLink, IDisposable
{
    private readonly Socket _socket;

    internal LoopbackLink(Socket socket)
    {
        _socket = socket;
    }

    public bool Send(byte[] datagram, int length)
    {
        try
        {
            return _socket.Send(datagram, 0, length, SocketFlags.None) == length;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public int Receive(byte[] buffer, int timeoutMs)
    {
        try
        {
            return _socket.Poll(timeoutMs * 1000, SelectMode.SelectRead) ? _socket.Receive(buffer) : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return -1;
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
    }
}
