using System;
using System.Diagnostics;
using System.Threading;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A second engine with its own threads, over UDP on 127.0.0.1: needs no privileges.</summary>
internal sealed class EnginePeer : IDemoPeer
{
    private const uint PeerAddress = 0xC0000202;
    private const int WaitMs = 3000;

    private readonly UdpPair _pair = new UdpPair();
    private readonly DesktopBoard _board;
    private readonly BoardApp _app;

    internal EnginePeer(int mslMs)
    {
        _board = new DesktopBoard(_pair.Second, null);
        BoardAppOptions options = new BoardAppOptions { LocalAddress = PeerAddress };
        options.Engine.MslMs = mslMs;
        options.Engine.RtoInitialMs = 200;
        options.Engine.RtoMinMs = 200;
        options.Engine.Secret0 = (uint)Environment.TickCount;
        _app = new BoardApp(_board, options);
        _board.Due = _app.OnTimer;
        _app.Start();
    }

    public string Description => "a second engine over UDP on 127.0.0.1";

    public uint Address => PeerAddress;

    public IPacketLink BoardLink => _pair.First;

    public void Listen(int port)
    {
        _app.Listen(port);
    }

    public IDemoConnection Accept(int port)
    {
        int handle = 0;
        WaitUntil(() => (handle = _app.Accept(port)) > 0, $"the peer accepted no connection on port {port}");
        return new EngineConnection(_app, handle);
    }

    public void Dispose()
    {
        _app.Stop();
        _board.Dispose();
        _pair.Dispose();
    }

    internal static void WaitUntil(Func<bool> condition, string otherwise)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.ElapsedMilliseconds > WaitMs)
            {
                throw new TimeoutException($"{otherwise} within {WaitMs} ms");
            }

            Thread.Sleep(1);
        }
    }
}
