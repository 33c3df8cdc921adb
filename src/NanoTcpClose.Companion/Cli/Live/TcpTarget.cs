using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>A replay to the first who connects to a port of this machine.</summary>
internal sealed class TcpTarget : IReplayTarget
{
    private readonly Socket _socket;

    private TcpTarget(Socket socket)
    {
        _socket = socket;
    }

    /// <summary>
    /// Listens on a free port of the loopback address, says which, and waits for the first who comes.
    /// </summary>
    internal static TcpTarget Await(CliStreams streams, CancellationToken cancel)
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        streams.Say("waiting on tcp://" + listener.LocalEndPoint + ": ntc watch tcp://" + listener.LocalEndPoint);
        try
        {
            return new TcpTarget(listener.AcceptAsync(cancel).AsTask().GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException();
        }
    }

    /// <inheritdoc/>
    public bool Put(byte[] piece, DateTimeOffset time, bool remark)
    {
        if (remark)
        {
            return true;
        }

        try
        {
            int done = 0;
            while (done < piece.Length)
            {
                done += _socket.Send(piece.AsSpan(done));
            }

            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has gone first.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket.Dispose();
    }
}
