using System;
using System.Diagnostics;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.App;
using NanoTcpClose.VirtualBoard;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Hundreds of closes against the kernel while the link drops, doubles and swaps packets.</summary>
public sealed class FaultTests
{
    private const int Seed = 20250;
    private const int Lanes = 12;
    private const int ClosesPerLane = 25;
    private const int FirstPort = 6000;
    private const int RequestBytes = 10;
    private const int AnswerBytes = 3000;
    private const int WaitMs = 20000;
    private const uint BoardAddress = 0xC0000201;

    [Fact]
    public async Task FaultyLink_EveryCloseEndsInOrder()
    {
        Kernel.Require();
        using KernelPeer peer = new KernelPeer();
        FaultyLink link = new FaultyLink(peer.BoardLink, Seed);
        using DesktopBoard board = new DesktopBoard(link, null);
        BoardApp app = new BoardApp(board, Options());
        board.Due = app.OnTimer;
        for (int lane = 0; lane < Lanes; lane++)
        {
            peer.Listen(FirstPort + lane);
        }

        app.Start();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Lanes).Select(
                lane => Task.Factory.StartNew(() => PlayLane(app, peer, lane), TaskCreationOptions.LongRunning)));
            Assert.True(link.Faults > Lanes * ClosesPerLane / 2, $"only {link.Faults} faults");
            for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
            {
                Assert.Equal(0, app.CountInState(state));
            }
        }
        finally
        {
            app.Stop();
        }
    }

    private static BoardAppOptions Options()
    {
        BoardAppOptions options = new BoardAppOptions { LocalAddress = BoardAddress };
        options.Engine.MslMs = 250;
        options.Engine.RtoInitialMs = 100;
        options.Engine.RtoMinMs = 100;
        options.Engine.RtoMaxMs = 400;
        options.Engine.Secret0 = Seed;
        return options;
    }

    private static void PlayLane(BoardApp app, KernelPeer peer, int lane)
    {
        for (int turn = 0; turn < ClosesPerLane; turn++)
        {
            string name = $"lane {lane}, close {turn}";
            int handle = app.Connect(peer.Address, FirstPort + lane, 20000 + (lane * ClosesPerLane) + turn);
            Assert.True(handle > 0, $"{name}: {handle}");
            WaitUntil(() => app.StateOf(handle) == TcpState.Established, name + " opens");
            Assert.Equal(RequestBytes, app.Send(handle, new byte[RequestBytes], 0, RequestBytes));
            using Socket socket = peer.AcceptSocket(FirstPort + lane);
            ReadRequest(socket, name);
            Close(app, handle, socket, turn % 4, name);
            WaitUntil(() => app.StateOf(handle) == TcpState.Closed, name + " ends");
        }
    }

    private static void Close(BoardApp app, int handle, Socket socket, int kind, string name)
    {
        switch (kind)
        {
            case 0:
                Assert.Equal(0, app.Close(handle));
                Assert.True(socket.Receive(new byte[1]) == 0, name + ": the kernel saw no end of data");
                socket.Close();
                break;
            case 1:
                socket.Close();
                WaitUntil(() => app.StateOf(handle) == TcpState.CloseWait, name + " sees the peer's end");
                Assert.Equal(0, app.Close(handle));
                break;
            case 2:
                Assert.Equal(0, app.Close(handle));
                socket.Close();
                break;
            default:
                Assert.Equal(0, app.ShutdownWrite(handle));
                Assert.True(socket.Receive(new byte[1]) == 0, name + ": the kernel saw no end of data");
                ReadAnswer(app, handle, socket, name);

                // TIME-WAIT has begun with the end of data: RFC 9293 3.10.4 answers that the connection is closing.
                Assert.Equal((int)CallResult.Closing, app.Close(handle));
                break;
        }
    }

    private static void ReadRequest(Socket socket, string name)
    {
        byte[] request = new byte[RequestBytes];
        int taken = 0;
        while (taken < RequestBytes)
        {
            int count = socket.Receive(request, taken, RequestBytes - taken, SocketFlags.None);
            Assert.True(count > 0, name + ": the request was cut");
            taken += count;
        }
    }

    /// <summary>The peer's data after our FIN arrives whole, once and in order, and then its end.</summary>
    private static void ReadAnswer(BoardApp app, int handle, Socket socket, string name)
    {
        byte[] sent = new byte[AnswerBytes];
        new Random(handle).NextBytes(sent);
        Assert.Equal(AnswerBytes, socket.Send(sent));
        socket.Close();
        byte[] got = new byte[AnswerBytes + 1];
        int taken = 0;
        WaitUntil(
            () =>
            {
                int count = app.Receive(handle, got, taken, got.Length - taken);
                taken += Math.Max(0, count);
                return count == (int)CallResult.EndOfData;
            },
            name + " reads to the end");
        Assert.Equal(sent, got.AsSpan(0, taken).ToArray());
    }

    private static void WaitUntil(Func<bool> condition, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.ElapsedMilliseconds < WaitMs, $"{what}: not within {WaitMs} ms");
            Thread.Sleep(1);
        }
    }
}
