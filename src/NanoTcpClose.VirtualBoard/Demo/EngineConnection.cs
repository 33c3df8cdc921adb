using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A connection of the second engine.</summary>
internal sealed class EngineConnection : IDemoConnection
{
    private readonly BoardApp _app;
    private readonly int _handle;

    internal EngineConnection(BoardApp app, int handle)
    {
        _app = app;
        _handle = handle;
    }

    public void Send(int count)
    {
        _app.Send(_handle, new byte[count], 0, count);
    }

    public int ReadToEnd()
    {
        byte[] buffer = new byte[1024];
        int total = 0;
        EnginePeer.WaitUntil(
            () =>
            {
                int taken = _app.Receive(_handle, buffer, 0, buffer.Length);
                total += taken > 0 ? taken : 0;
                return taken == (int)CallResult.EndOfData;
            },
            "the peer saw no end of data");
        return total;
    }

    public void Close()
    {
        _app.Close(_handle);
    }

    public void Abort()
    {
        _app.Abort(_handle);
    }
}
