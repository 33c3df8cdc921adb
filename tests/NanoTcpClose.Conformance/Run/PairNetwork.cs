// Invariant: at one instant arrivals come before timers, and arrivals in the order in which they were sent.

using System;
using System.Collections.Generic;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Run;

/// <summary>The network between two engines, and the virtual time in which all three are served.</summary>
internal sealed class PairNetwork
{
    private const long RetryMicroseconds = 1000;
    private const int MaxReorderMicroseconds = 50_000;

    private readonly World _world;
    private readonly long _delay;
    private readonly PriorityQueue<(Side To, byte[] Datagram), (long Time, long Order)> _flying = new();
    private readonly List<NetworkRule> _rules = new();
    private readonly bool[] _cut = new bool[2];
    private readonly long[] _served = new long[2];
    private readonly HashSet<(TcpState A, TcpState B)> _seen = new();
    private long _order;
    private int _loss;
    private int _dup;
    private int _reorder;
    private ulong _random;

    public PairNetwork(World world, long delayMicroseconds)
    {
        _world = world;
        _delay = delayMicroseconds;
    }

    public void Cut(int from, bool cut)
    {
        _cut[from] = cut;
    }

    public void Randomize(int loss, int dup, int reorder, uint seed)
    {
        _loss = loss;
        _dup = dup;
        _reorder = reorder;
        _random = seed;
    }

    public void AddRule(int from, string verb, long index, long extra)
    {
        if (index < 1)
        {
            throw new StepFailure("a segment number of at least 1", index.ToString());
        }

        _rules.Add(new NetworkRule(from, verb, index, extra));
    }

    /// <summary>Takes a segment from an engine.</summary>
    public void Send(Side sender, byte[] datagram)
    {
        int from = sender == _world.Sides[0] ? 0 : 1;
        bool lost = _cut[from];
        int copies = 1;
        long extra = 0;
        foreach (NetworkRule rule in _rules)
        {
            if (rule.Hits(from))
            {
                lost |= rule.Verb == "drop";
                copies += rule.Verb == "dup" ? 1 : 0;
                extra += rule.ExtraMicroseconds;
            }
        }

        lost |= Chance(_loss);
        copies += Chance(_dup) ? 1 : 0;
        for (int i = 0; i < copies && !lost; i++)
        {
            long wander = Chance(_reorder) ? (long)(Next() % (MaxReorderMicroseconds + 1)) : 0;
            _flying.Enqueue((_world.Sides[1 - from], datagram), (_world.Now + _delay + extra + wander, _order++));
        }
    }

    /// <summary>Notes the states of both, for "never".</summary>
    public void Observe()
    {
        _seen.Add((StateOf(0), StateOf(1)));
    }

    public void Check(TcpState a, TcpState b)
    {
        if (_seen.Contains((a, b)))
        {
            string pair = $"a in {Words.Of(Words.States, a)} and b in {Words.Of(Words.States, b)}";
            throw new StepFailure($"never {pair}", "it was so");
        }
    }

    /// <summary>Lets time pass; with idle only until both are CLOSED.</summary>
    public void Run(long microseconds, bool idle)
    {
        long end = microseconds > long.MaxValue - _world.Now ? long.MaxValue : _world.Now + microseconds;
        while (!(idle && BothClosed()))
        {
            long next = Math.Min(NextArrival(), Math.Min(NextDeadline(0), NextDeadline(1)));
            if (next > end || next == long.MaxValue)
            {
                _world.SetTime(end == long.MaxValue ? _world.Now : end);
                return;
            }

            _world.SetTime(next);
            if (NextArrival() <= _world.Now)
            {
                (Side to, byte[] datagram) = _flying.Dequeue();
                _world.Arrive(to.Connections[0], datagram, datagram.Length);
            }
            else
            {
                Serve(0);
                Serve(1);
            }
        }
    }

    private void Serve(int index)
    {
        if (NextDeadline(index) > _world.Now)
        {
            return;
        }

        Side side = _world.Sides[index];
        _served[index] = _world.Now;
        side.Enter();
        side.Engine.Advance(_world.Now);
        side.Leave(null);
        Observe();
    }

    private bool BothClosed()
    {
        return StateOf(0) == TcpState.Closed && StateOf(1) == TcpState.Closed;
    }

    private TcpState StateOf(int index)
    {
        List<Connection> connections = _world.Sides[index].Connections;
        return connections.Count == 0 ? TcpState.Closed : connections[0].State;
    }

    private long NextArrival()
    {
        return _flying.TryPeek(out _, out (long Time, long Order) head) ? head.Time : long.MaxValue;
    }

    /// <summary>
    /// A deadline that does not move on although it was served (a link that refuses) comes again a little later.
    /// </summary>
    private long NextDeadline(int index)
    {
        long deadline = _world.Sides[index].Engine.NextDeadline;
        return deadline <= _served[index] ? _served[index] + RetryMicroseconds : deadline;
    }

    private bool Chance(int percent)
    {
        return percent > 0 && (int)(Next() % 100) < percent;
    }

    private ulong Next()
    {
        _random += 0x9E3779B97F4A7C15;
        ulong z = (_random ^ (_random >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
