// Invariant: everything happens in the order of virtual time; the same seed gives the same run.

using System;
using System.Collections.Generic;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Net;

/// <summary>Two engines, a line between them with faults, and actions of their users, all in virtual time.</summary>
internal sealed class VirtualNet
{
    private const int LateUs = 5_000_000;
    private const int EarlyUs = 20_000;

    private readonly PriorityQueue<Happening, (long At, long Order)> _queue = new();
    private readonly Stack<byte[]> _buffers = new();
    private readonly FuzzRandom _random;
    private long _order;
    private int _lostSignals;

    public VirtualNet(ulong seed, long start)
    {
        _random = new FuzzRandom(seed);
        Now = start;
    }

    /// <summary>True time, microseconds.</summary>
    public long Now { get; private set; }

    public NetNode? Left { get; set; }

    public NetNode? Right { get; set; }

    public int DelayUs { get; set; } = 10_000;

    /// <summary>Shares of packets that are lost, doubled, delayed past others.</summary>
    public double Loss { get; set; }

    public double Doubling { get; set; }

    public double Reorder { get; set; }

    public bool Cut { get; set; }

    public long Carried { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Called after each step, to serve the users of both ends.</summary>
    public Action? Served { get; set; }

    public void Carry(NetNode from, byte[] packet, int length)
    {
        Carried++;
        if (Cut || _random.Fraction() < Loss)
        {
            Lost++;
            return;
        }

        NetNode to = from.IsLeft ? Right! : Left!;
        int copies = _random.Fraction() < Doubling ? 2 : 1;
        for (int k = 0; k < copies; k++)
        {
            int extra = _random.Fraction() < Reorder ? _random.Below(50_000) : 0;
            byte[] copy = _buffers.Count > 0 ? _buffers.Pop() : new byte[700];
            Array.Copy(packet, copy, length);
            Enqueue(new Happening(to, copy, length, null), Now + DelayUs + extra);
        }
    }

    /// <summary>An action of a user, or of the experiment.</summary>
    public void At(long when, Action action)
    {
        Enqueue(new Happening(null, null, 0, action), when);
    }

    /// <summary>Time passes until nothing happens any more, or the limit is reached.</summary>
    public void Run(long until)
    {
        while (Step(until))
        {
            Served?.Invoke();
        }
    }

    private bool Step(long until)
    {
        long packet = _queue.TryPeek(out _, out (long At, long Order) first) ? first.At : long.MaxValue;
        long left = Deadline(Left!);
        long right = Deadline(Right!);
        long next = Math.Min(packet, Math.Min(left, right));
        if (next > until || next == long.MaxValue)
        {
            Now = Math.Max(Now, until == long.MaxValue ? Now : until);
            return false;
        }

        Now = Math.Max(Now, next);
        if (next == packet)
        {
            Happen(_queue.Dequeue());
        }
        else
        {
            Signal(next == left ? Left! : Right!);
        }

        return true;
    }

    private void Happen(Happening what)
    {
        if (what.Action != null)
        {
            what.Action();
            return;
        }

        what.To!.Engine.SegmentArrives(what.Packet!, 0, what.Length, what.To.Clock(Now));
        _buffers.Push(what.Packet!);
    }

    /// <summary>When this end's timer signal comes, in true time.</summary>
    private static long Deadline(NetNode node)
    {
        long deadline = node.Engine.NextDeadline;
        if (deadline == long.MaxValue)
        {
            return long.MaxValue;
        }

        long at = deadline - node.ClockAhead;
        return node.Timers == TimerFault.Late ? at + LateUs : node.Timers == TimerFault.Early ? at - EarlyUs : at;
    }

    private void Signal(NetNode node)
    {
        if (node.Timers == TimerFault.EverySecondLost && _lostSignals++ % 2 == 0)
        {
            // The board looks at its clock at least once a second, signal or not.
            Now += 1_000_000;
        }

        int times = node.Timers == TimerFault.Doubled ? 2 : 1;
        for (int k = 0; k < times; k++)
        {
            node.Engine.Advance(node.Clock(Now));
        }

        if (node.Timers == TimerFault.Early)
        {
            // Nothing was due yet; the board arms its timer again and comes back.
            Now += EarlyUs;
            node.Engine.Advance(node.Clock(Now));
        }
    }

    private void Enqueue(Happening what, long at)
    {
        _queue.Enqueue(what, (at, _order++));
    }
}
