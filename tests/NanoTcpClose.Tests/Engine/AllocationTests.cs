using System;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>After construction the engine allocates nothing: opens, data, every kind of close, timers, the trace.</summary>
public sealed class AllocationTests
{
    private sealed class Loop : ICloseEngineHost
    {
        public byte[] Packet { get; } = new byte[1500];

        public int Length { get; set; }

        public bool Transmit(byte[] datagram, int length)
        {
            Array.Copy(datagram, Packet, length);
            Length = length;
            return true;
        }

        public void OnEvent(int handle, CloseEvent what, int value)
        {
        }
    }

    [Fact]
    public void MillionSteps_AllocateNothing()
    {
        Loop fromA = new();
        Loop fromB = new();
        TraceRing trace = new(4096);
        CloseEngineOptions options = new() { MslMs = 10 };
        CloseEngine a = new(options, Pair.AddressA, fromA, trace, 0);
        CloseEngine b = new(options, Pair.AddressB, fromB, null, 0);
        b.Listen(80);
        byte[] data = new byte[100];
        byte[] output = new byte[512];
        long now = 0;
        int steps = Cycle(a, b, fromA, fromB, trace, data, output, ref now);
        long before = GC.GetAllocatedBytesForCurrentThread();
        while (steps < 1_000_000)
        {
            steps += Cycle(a, b, fromA, fromB, trace, data, output, ref now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, a.TimeWaitCount);
        Assert.Equal(16, a.FreeConnections);
        Assert.Equal(a.Counters[(int)EngineCounter.Opened], a.Counters[(int)EngineCounter.Ended]);
    }

    private static int Cycle(
        CloseEngine a, CloseEngine b, Loop fromA, Loop fromB, TraceRing trace, byte[] data, byte[] output, ref long now)
    {
        int steps = 0;
        int ca = a.Connect(Pair.AddressB, 80, 0, now);
        steps += Pump(a, b, fromA, fromB, ref now);
        int cb = b.Accept(80);
        a.Send(ca, data, 0, data.Length, now);
        steps += Pump(a, b, fromA, fromB, ref now);
        if (b.Receive(cb, data, 0, data.Length, now) != data.Length)
        {
            throw new InvalidOperationException("the data did not arrive");
        }

        a.Close(ca, now);
        steps += Pump(a, b, fromA, fromB, ref now);
        b.Close(cb, now);
        steps += Pump(a, b, fromA, fromB, ref now);
        now += 21_000;
        a.Advance(now);
        b.Advance(now);
        while (trace.Drain(output, 512, false) > 0)
        {
            steps++;
        }

        return steps + 8;
    }

    private static int Pump(CloseEngine a, CloseEngine b, Loop fromA, Loop fromB, ref long now)
    {
        int moved = 0;
        while (fromA.Length + fromB.Length > 0)
        {
            now += 100;
            int length = fromA.Length;
            fromA.Length = 0;
            if (length > 0)
            {
                b.SegmentArrives(fromA.Packet, 0, length, now);
                moved++;
            }

            length = fromB.Length;
            fromB.Length = 0;
            if (length > 0)
            {
                a.SegmentArrives(fromB.Packet, 0, length, now);
                moved++;
            }
        }

        return moved;
    }
}
