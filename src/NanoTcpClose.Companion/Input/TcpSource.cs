using System;
using System.IO;
using System.Net.Sockets;

namespace NanoTcpClose.Companion.Input;

/// <summary>A serial line behind a TCP port: tcp://host:port.</summary>
public sealed class TcpSource : LineSource
{
    private readonly Uri _address;

    /// <summary>Connects there.</summary>
    public TcpSource(Uri address)
    {
        _address = address;
    }

    /// <inheritdoc/>
    public override string Name => _address.OriginalString;

    /// <inheritdoc/>
    public override bool MayWait => true;

    /// <inheritdoc/>
    protected override IDisposable Open()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = WaitMs };
        try
        {
            socket.Connect(_address.Host, _address.Port);
            return socket;
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw new PortException(
                Name + " cannot be reached (" + problem.Message + "): is the other side listening?");
        }
    }

    /// <inheritdoc/>
    protected override int Read(IDisposable line, byte[] buffer)
    {
        try
        {
            int got = ((Socket)line).Receive(buffer);
            return got > 0 ? got : -1;
        }
        catch (SocketException problem) when (problem.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return 0;
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or IOException)
        {
            return -1;
        }
    }
}
