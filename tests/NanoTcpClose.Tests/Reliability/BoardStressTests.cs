using System;
using System.Threading;
using NanoTcpClose.App;
using NanoTcpClose.Fuzz;
using NanoTcpClose.Tests.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>Threads in every public call of BoardApp at once, with the real lock, timer and receive threads.</summary>
public sealed class BoardStressTests
{
    private const uint One = 0xC0000201;
    private const uint Other = 0xC0000202;
    private const int Threads = 4;
    private const int Rounds = 2500;

    private readonly int[] _handles = new int[64];
    private Exception? _problem;

    [Fact]
    public void EveryPublicCall_FromFourThreads_LosesNothing()
    {
        (MemoryLink link, MemoryLink other) = MemoryLink.Pair();
        using FaultyBoard board = new(link);
        using FaultyBoard peerBoard = new(other);
        BoardApp app = FaultyBoard.Start(board, One);
        BoardApp peer = FaultyBoard.Start(peerBoard, Other);
        peer.Listen(80);
        app.Listen(81);
        Thread[] threads = new Thread[Threads];
        for (int k = 0; k < Threads; k++)
        {
            int seed = k;
            threads[k] = new Thread(() => Hammer(app, peer, seed));
            threads[k].Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Null(_problem);
        BoardAppTests.Wait(() => Ended(app) && Ended(peer));
        uint[] counters = new uint[(int)EngineCounter.Count];
        app.CopyCounters(counters);
        Assert.Equal(counters[(int)EngineCounter.Opened], counters[(int)EngineCounter.Ended]);
        Assert.True(counters[(int)EngineCounter.Opened] > 20);
        Assert.Equal(0u, counters[(int)EngineCounter.Faults]);
        app.Stop();
        peer.Stop();
    }

    private void Hammer(BoardApp app, BoardApp peer, int seed)
    {
        FuzzRandom random = new((ulong)seed);
        byte[] data = new byte[64];
        uint[] counters = new uint[(int)EngineCounter.Count];
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                int at = random.Below(_handles.Length);
                int handle = _handles[at];
                switch (random.Below(14))
                {
                    case 0 or 1:
                        _handles[at] = app.Connect(Other, 80, 0);
                        break;
                    case 2:
                        _handles[at] = app.Accept(81);
                        break;
                    case 3:
                        peer.Connect(One, 81, 0);
                        break;
                    case 4 or 5:
                        app.Close(handle);
                        break;
                    case 6:
                        app.Abort(handle);
                        break;
                    case 7:
                        app.ShutdownWrite(handle);
                        app.ShutdownRead(handle);
                        break;
                    case 8:
                        app.Send(handle, data, 0, data.Length);
                        break;
                    case 9:
                        app.Receive(handle, data, 0, data.Length);
                        break;
                    case 10:
                        peer.Close(peer.Accept(80));
                        break;
                    case 11:
                        app.CopyCounters(counters);
                        app.SayHello();
                        break;
                    case 12:
                        app.StateOf(handle);
                        app.SerialOf(handle);
                        app.Find(Other, 80, 50000);
                        app.OnTimer();
                        break;
                    default:
                        app.WaitForChange(1);
                        break;
                }
            }
        }
        catch (Exception problem)
        {
            Interlocked.CompareExchange(ref _problem, problem, null);
        }
    }

    /// <summary>The user lets go of everything that is left; true when all is gone.</summary>
    private bool Ended(BoardApp app)
    {
        foreach (int handle in _handles)
        {
            app.Close(handle);
        }

        for (int port = 80; port <= 81; port++)
        {
            int accepted = app.Accept(port);
            if (accepted > 0)
            {
                app.Abort(accepted);
            }
        }

        int living = 0;
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            living += app.CountInState(state);
        }

        if (living > 0)
        {
            CloseAllOf(app);
        }

        return living == 0;
    }

    private static void CloseAllOf(BoardApp app)
    {
        for (int port = 49152; port < 53000; port++)
        {
            Close(app, app.Find(Other, 80, port));
            Close(app, app.Find(One, port, 80));
            Close(app, app.Find(One, 81, port));
            Close(app, app.Find(Other, port, 81));
        }
    }

    private static void Close(BoardApp app, int handle)
    {
        if (handle != 0)
        {
            app.Abort(handle);
        }
    }
}
