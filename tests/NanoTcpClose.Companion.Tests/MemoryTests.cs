using System;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Days of watching stay in bounded memory, and nothing is miscounted for it.</summary>
public sealed class MemoryTests
{
    [Fact]
    public void Old_Closes_Should_Be_Tallied_And_Forgotten_Over_The_Wrap_Of_Numbers()
    {
        BoardLog log = new(keep: 100);
        LogReader reader = new(e => log.Accept(e));
        Captures captures = new();
        reader.Feed(captures.Hello().Open(9, ms: 1).Step(9, S.SynSent, S.Established, C.SynAcked, 2).Bytes(), default);
        const int Count = 70000;
        foreach (int k in Enumerable.Range(10, Count - 10).Where(k => (ushort)k != 0))
        {
            Captures close = captures.Fresh().Open((ushort)k, ms: k)
                .Step((ushort)k, S.Established, S.Closed, C.UserAbort, k);
            reader.Feed(close.Bytes(), default);
        }

        reader.End();
        Assert.InRange(log.Connections.Count(), 1, 100);
        Assert.Equal(0, log.Missing);
        Assert.Equal(Count - 11, log.EndedCount);
        Assert.Equal(1, log.LiveCount);
        Assert.Equal(log.Forgotten().Count, log.Forgotten().Kinds[CloseKind.Abort]);
        Assert.NotNull(log.Find("1." + (Count - 1)));
        Assert.Equal(S.Established, log.Find("1.9")!.State);
    }

    [Fact]
    public void A_Board_That_Boots_Again_And_Again_Should_Keep_The_Latest_Boots()
    {
        BoardLog log = new();
        LogReader reader = new(e => log.Accept(e));
        for (uint boot = 1; boot <= 1000; boot++)
        {
            reader.Feed(new Captures().Hello(boot).FourWay(1).Bytes(), default);
        }

        Assert.Equal(1000, log.Boots);
        Assert.InRange(log.Epochs.Count, 1, 256);
        Assert.Equal(1000, log.Epochs[^1].Number);
        Assert.Equal(1000, log.EndedCount);
        Assert.Equal(0, log.Missing);
    }

    [Fact]
    public void A_Connection_That_Never_Ends_Should_Not_Grow()
    {
        BoardLog log = new();
        LogReader reader = new(e => log.Accept(e));
        Captures captures = new();
        reader.Feed(captures.Hello().Open(1).Bytes(), default);
        for (int k = 0; k < 20000; k++)
        {
            captures.Fresh().Ring.Note(1, 1, k, Captures.At(k));
            captures.Step(1, S.Established, S.CloseWait, C.Evidence, k)
                .Step(1, S.CloseWait, S.Established, C.Evidence, k);
            reader.Feed(captures.Bytes(), default);
        }

        ConnectionModel connection = log.Connections.Single();
        Assert.InRange(connection.Events.Count, 1, 8192);
        Assert.InRange(connection.Steps.Count, 1, 4096);
    }
}
