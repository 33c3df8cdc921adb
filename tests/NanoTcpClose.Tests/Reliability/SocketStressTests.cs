using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using NanoTcpClose.Sockets;
using NanoTcpClose.Tests.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>Two threads at once in every pair of public calls of TrackedSocket, on real sockets.</summary>
public sealed class SocketStressTests
{
    private const int Repeats = 3;

    private static readonly string[] s_calls =
        ["send", "receive", "probe", "shutdown", "close", "abort", "limit", "read-properties"];

    [Fact]
    public void EveryPairOfCalls_AtOnce_EndsOnceAndLeaksNothing()
    {
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            foreach (string first in s_calls)
            {
                foreach (string second in s_calls)
                {
                    Race(first, second);
                }
            }
        }
    }

    private static void Race(string first, string second)
    {
        using SocketPair pair = new();
        ConcurrentBag<CloseOutcome> outcomes = [];
        ConcurrentBag<Exception> problems = [];
        using Barrier start = new(2);
        Thread other = new(() => Attempt(pair, second, start, outcomes, problems));
        other.Start();
        Attempt(pair, first, start, outcomes, problems);
        other.Join();
        Assert.True(problems.IsEmpty, $"{first} beside {second}: {problems.FirstOrDefault()}");
        pair.Tracked.Close(Quick());
        Assert.True(
            outcomes.Count(outcome => outcome != CloseOutcome.AlreadyClosed) <= 1,
                $"{first} beside {second}: closed twice");
        Assert.Equal(0, pair.Monitor.OpenSockets);
        Assert.Equal(CloseOutcome.AlreadyClosed, pair.Tracked.Close(Quick()));
        Assert.True(pair.Tracked.Send(new byte[1], 0, 1) < 0, $"{first} beside {second}: sends after its end");
    }

    private static GracefulCloseOptions Quick() => new() { DrainMs = 1 };

    private static void Attempt(
        SocketPair pair, string call, Barrier start, ConcurrentBag<CloseOutcome> outcomes,
            ConcurrentBag<Exception> problems)
    {
        byte[] data = new byte[32];
        TrackedSocket socket = pair.Tracked;
        start.SignalAndWait();
        try
        {
            switch (call)
            {
                case "send":
                    socket.Send(data, 0, data.Length);
                    break;
                case "receive":
                    socket.Receive(data, 0, data.Length, 1);
                    break;
                case "probe":
                    socket.Probe();
                    break;
                case "shutdown":
                    socket.ShutdownWrite();
                    break;
                case "close":
                    outcomes.Add(socket.Close(Quick()));
                    break;
                case "abort":
                    socket.Abort();
                    break;
                case "limit":
                    socket.LimitSend(10);
                    break;
                default:
                    GC.KeepAlive(
                        (socket.State, socket.Serial, socket.BytesSent, socket.BytesReceived, socket.DiscardedBytes));
                    break;
            }
        }
        catch (Exception problem)
        {
            problems.Add(problem);
        }
    }
}
