using System;
using NanoTcpClose.Tests.Engine;
using Xunit;
using EngineWire = NanoTcpClose.Tests.Engine.Wire;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>
/// Bugs of the engine that fuzzing, attacks and faults found, each in its smallest form. docs/reliability.md lists
/// them.
/// </summary>
public sealed class EngineBugTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void Linger_RunsOutInSynReceived_EndsTheConnectionOnce()
    {
        (CloseEngine engine, EngineWire wire, int handle) = SynReceived(new CloseEngineOptions { LingerMs = 2000 });
        engine.Send(handle, new byte[10], 0, 10, Second);
        Assert.Equal((int)CallResult.Ok, engine.Close(handle, Second));

        engine.Advance(4 * Second);

        Assert.Equal(TcpState.Closed, engine.StateOf(handle));
        Assert.Equal(16, engine.FreeConnections);
        Assert.Equal(0u, engine.Counters[(int)EngineCounter.Faults]);
        Assert.Equal(1u, engine.Counters[(int)EngineCounter.Ended]);
        Assert.Single(wire.Events, CloseEvent.CloseFinished);
    }

    [Fact]
    public void SynAckRefusedByTheLink_ThenClosed_SynAckLeavesFirst()
    {
        EngineWire wire = new() { RefuseNext = 1 };
        (CloseEngine engine, _, int handle) = SynReceived(new CloseEngineOptions(), wire);
        engine.Close(handle, Second);
        Assert.Empty(wire.Sent);

        engine.Advance(Second + 2000);

        Assert.Equal("SYN,ACK", Pair.Describe(wire.Sent.Dequeue(), 0, 0).Split(' ')[0]);
        Assert.Equal("FIN,ACK", Pair.Describe(wire.Sent.Dequeue(), 0, 0).Split(' ')[0]);
    }

    [Fact]
    public void SlotHeldByAReader_IsNotCountedAsFree()
    {
        Pair pair = new();
        pair.Write(pair.B, pair.HandleB, 10);
        pair.MoveAll();
        pair.A.ShutdownWrite(pair.HandleA, pair.Now);
        pair.B.Close(pair.HandleB, pair.Now);
        pair.MoveAll();
        Assert.Equal(1, pair.A.TimeWaitCount);

        Assert.Equal(15, pair.A.FreeConnections);
        Assert.Equal(15, pair.A.CountInState(TcpState.Closed));
    }

    [Fact]
    public void CloseAfterDaysOfUnansweredData_StillEndsWithinR2()
    {
        Pair pair = new();
        pair.Write(pair.A, pair.HandleA, 10);
        long now = pair.Now;
        for (long end = now + (4L * 86400 * Second); now < end;)
        {
            now = Math.Max(now + 1, pair.A.NextDeadline);
            pair.A.Advance(now);
            pair.WireA.Sent.Clear();
        }

        pair.A.Close(pair.HandleA, now);
        pair.A.Advance(now + (121 * Second));

        Assert.Equal(TcpState.Closed, pair.A.StateOf(pair.HandleA));
    }

    [Fact]
    public void ClockThatLeapsACentury_CostsAFewSegments_NotAHang()
    {
        Pair pair = new();
        pair.Write(pair.A, pair.HandleA, 10);
        pair.WireA.Sent.Clear();
        long leap = pair.Now + (100L * 365 * 86400 * Second);

        pair.A.Advance(leap);

        Assert.InRange(pair.WireA.Sent.Count, 1, 20);
        Assert.InRange(pair.A.NextDeadline, leap + 1, leap + (61 * Second));
        Assert.Equal(TcpState.Established, pair.A.StateOf(pair.HandleA));
    }

    private static (CloseEngine Engine, EngineWire Wire, int Handle) SynReceived(
        CloseEngineOptions options, EngineWire? given = null)
    {
        EngineWire wire = given ?? new EngineWire();
        CloseEngine engine = new(options, Pair.AddressA, wire, null, Second);
        engine.Listen(80);
        byte[] packet = new byte[100];
        SegmentHeader syn = new()
        {
            Source = Pair.AddressB,
            Destination = Pair.AddressA,
            SourcePort = 7001,
            DestinationPort = 80,
            Flags = TcpFlags.Syn,
            Seq = 5000,
            Window = 65535,
        };
        engine.SegmentArrives(packet, 0, SegmentCodec.Build(packet, syn, 1), Second);
        int handle = engine.Find(Pair.AddressB, 7001, 80);
        Assert.Equal(TcpState.SynReceived, engine.StateOf(handle));
        return (engine, wire, handle);
    }
}
