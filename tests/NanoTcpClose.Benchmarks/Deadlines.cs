using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NanoTcpClose.VirtualBoard;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.Benchmarks;

/// <summary>How late TIME-WAIT and retransmissions end behind the one timer of the board, quiet and under load.</summary>
internal sealed class Deadlines : ICloseEngineHost
{
    private const int Closes = 300;
    private const double TargetUs = 1000;
    private const uint Address = 0x0A000001;

    private readonly AutoResetEvent _due = new(false);
    private readonly CloseEngine _engine;
    private readonly Queue<byte[]> _link = new();
    private bool _lose;

    public Deadlines()
    {
        CloseEngineOptions options = new()
        {
            MslMs = 20,
            RtoInitialMs = 30,
            RtoMinMs = 30,
            Connections = 8,
        };
        _engine = new CloseEngine(options, Address, this, null, Now);
        _engine.Listen(80);
    }

    private static long Now => (long)(Clock.Nanoseconds(Clock.Now) / 1000);

    public bool Transmit(byte[] datagram, int length)
    {
        if (!_lose)
        {
            _link.Enqueue(datagram[..length]);
        }

        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
    }

    /// <summary>Prints quiet and loaded figures; 0 only if p99 under load is within the target.</summary>
    public int Run()
    {
        Console.WriteLine(Machine.Line);
        Console.WriteLine(ThreadUrgency.Raise()
            ? "timer and engine on real-time threads"
            : "real-time threads are not permitted here: the load of the machine shows");
        Measure("as the machine is");
        using CancellationTokenSource stop = new();
        Thread[] load = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() => Burn(stop.Token)))];
        Array.ForEach(load, thread => thread.Start());
        bool good = Measure($"with {load.Length} more threads that never rest");
        stop.Cancel();
        Array.ForEach(load, thread => thread.Join());
        Arming();
        return good ? 0 : 1;
    }

    private bool Measure(string title)
    {
        using DeadlineTimer timer = new(() => Now, () => _due.Set());
        List<double> expiry = [];
        List<double> retransmission = [];
        for (int k = 0; k < Closes; k++)
        {
            CloseOne(timer, 1024 + k, expiry, retransmission);
        }

        bool good = Print($"{title}: TIME-WAIT expiry", expiry);
        return Print($"{title}: retransmission", retransmission) && good;
    }

    private void CloseOne(DeadlineTimer timer, int port, List<double> expiry, List<double> retransmission)
    {
        int client = _engine.Connect(Address, 80, port, Now);
        Carry();
        int server = _engine.Accept(80);
        _lose = true;
        _engine.Close(client, Now);
        _lose = false;
        retransmission.Add(WaitForDeadline(timer));
        Carry();
        _engine.Close(server, Now);
        Carry();
        while (_engine.TimeWaitCount > 0)
        {
            double late = WaitForDeadline(timer);
            if (_engine.TimeWaitCount == 0)
            {
                expiry.Add(late);
            }
        }
    }

    /// <summary>Arms the timer as the board does, waits, advances; how many microseconds after the deadline that was done.</summary>
    private double WaitForDeadline(DeadlineTimer timer)
    {
        long deadline = _engine.NextDeadline;
        timer.Arm(deadline);
        _due.WaitOne();
        long now = Now;
        _engine.Advance(now);
        return now - deadline;
    }

    private void Carry()
    {
        while (_link.TryDequeue(out byte[]? packet))
        {
            _engine.SegmentArrives(packet, 0, packet.Length, Now);
        }
    }

    private static bool Print(string title, List<double> late)
    {
        double[] sorted = [.. late.Order()];
        double p99 = sorted[sorted.Length * 99 / 100];
        Console.WriteLine($"{title}: {sorted.Length} deadlines, late by {sorted[sorted.Length / 2]:F0} us (p50), {p99:F0} us (p99),"
            + $" {sorted[^1]:F0} us (most); target p99 <= {TargetUs:F0} us: {(p99 <= TargetUs ? "met" : "MISSED")}");
        return p99 <= TargetUs;
    }

    private static void Arming()
    {
        using DeadlineTimer timer = new(() => Now, () => { });
        const int Times = 100_000;
        long start = Clock.Now;
        for (int k = 0; k < Times; k++)
        {
            timer.Arm(Now + 10_000_000 + k);
        }

        Console.WriteLine($"arming the one timer again: {Clock.Nanoseconds(Clock.Now - start) / Times:F0} ns");
    }

    private static void Burn(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Thread.SpinWait(1000);
        }
    }
}
