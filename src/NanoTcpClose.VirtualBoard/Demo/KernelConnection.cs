using System.Net.Sockets;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A connection of the kernel.</summary>
internal sealed class KernelConnection : IDemoConnection
{
    private readonly Socket _socket;

    internal KernelConnection(Socket socket)
    {
        _socket = socket;
    }

    public void Send(int count)
    {
        _socket.Send(new byte[count]);
    }

    public int ReadToEnd()
    {
        byte[] buffer = new byte[1024];
        int total = 0;
        int taken;
        while ((taken = _socket.Receive(buffer)) > 0)
        {
            total += taken;
        }

        return total;
    }

    public void Close()
    {
        _socket.Close();
    }

    public void Abort()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }
}
