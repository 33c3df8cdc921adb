// Invariant: breadth first, so the first violation has a shortest trace. A state is kept as its parent and its move;
// the way from the start is made again where it is not at hand, which costs less than the memory of a million states.

using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.ModelCheck;

/// <summary>Explores one scenario.</summary>
internal sealed class Explorer
{
    private const ulong EndSample = 7;

    private readonly Scenario _scenario;
    private readonly World _world;
    private readonly HashSet<ulong> _seen = new();
    private readonly List<int> _parents = new();
    private readonly List<ushort> _moves = new();
    private readonly List<byte> _depths = new();
    private readonly List<Snapshot> _path = new();
    private readonly List<int> _pathNodes = new();

    public Explorer(Scenario scenario)
    {
        _scenario = scenario;
        _world = new World(scenario);
    }

    /// <summary>
    /// Explores until nothing is left, a violation is found, or so many states were seen; then walks at random.
    /// </summary>
    /// <param name="mostStates">Bound of the breadth-first part.</param>
    /// <param name="walks">Random walks to the very end, from the start, with the seeds 1 to that.</param>
    public Outcome Run(int mostStates, int walks)
    {
        Outcome outcome = Breadth(mostStates);
        for (int seed = 1; seed <= walks && !outcome.Complete && outcome.Violation == null; seed++)
        {
            outcome = Walk(seed, outcome);
        }

        return outcome with { States = _seen.Count };
    }

    /// <summary>
    /// One way to an end, chosen by chance; the way is kept, so that a violation can be told move by move.
    /// </summary>
    private Outcome Walk(int seed, Outcome before)
    {
        var random = new Random(seed);
        var moves = new List<(Move Move, int Index)>();
        var way = new List<ushort>();
        Restore(0);
        try
        {
            for (_world.List(moves); moves.Count > 0; _world.List(moves))
            {
                (Move move, int index) = moves[random.Next(moves.Count)];
                way.Add(Code(move, index));
                _world.Make(move, index);
                _seen.Add(_world.Hash());
            }

            _world.MustEnd();
        }
        catch (Violation e)
        {
            return before with { Violation = $"{e.Message} (walk {seed})", Depth = way.Count, Trace = Tell(way) };
        }

        return before with
        {
            Depth = Math.Max(before.Depth, way.Count),
            Transitions = before.Transitions + way.Count,
            Ends = before.Ends + 1,
        };
    }

    private Outcome Breadth(int mostStates)
    {
        var moves = new List<(Move Move, int Index)>();
        long transitions = 0;
        int ends = 0;
        Node(-1, 0, 0);
        _seen.Add(_world.Hash());
        int node = 0;
        for (; node < _parents.Count && _seen.Count < mostStates; node++)
        {
            Snapshot here = Restore(node);
            _world.List(moves);
            foreach ((Move move, int index) in moves)
            {
                transitions++;
                _world.Load(here);
                try
                {
                    _world.Make(move, index);
                    ulong hash = _world.Hash();
                    if (_seen.Add(hash))
                    {
                        Node(node, Code(move, index), _depths[node] + 1);
                        if ((hash & EndSample) == 0)
                        {
                            ends++;
                            _world.MustEnd();
                        }
                    }
                }
                catch (Violation e)
                {
                    return new Outcome(_scenario.Name, _seen.Count, transitions, _depths[node] + 1, ends, false,
                        e.Message, Trace(node, move, index));
                }
            }
        }

        return new Outcome(_scenario.Name, _seen.Count, transitions, _depths[^1], ends, node == _parents.Count, null,
            []);
    }

    private void Node(int parent, ushort code, int depth)
    {
        _parents.Add(parent);
        _moves.Add(code);
        _depths.Add((byte)depth);
    }

    private static ushort Code(Move move, int index)
    {
        return (ushort)(((int)move << 8) | index);
    }

    private static (Move Move, int Index) Decode(ushort code)
    {
        return ((Move)(code >> 8), code & 0xFF);
    }

    /// <summary>Brings the world to a node, over the part of the way that it shares with the last one.</summary>
    private Snapshot Restore(int node)
    {
        var way = new List<int>();
        for (int n = node; n >= 0; n = _parents[n])
        {
            way.Add(n);
        }

        way.Reverse();
        int shared = 0;
        while (shared < way.Count && shared < _pathNodes.Count && way[shared] == _pathNodes[shared])
        {
            shared++;
        }

        _pathNodes.RemoveRange(shared, _pathNodes.Count - shared);
        if (shared > 0)
        {
            _world.Load(_path[shared - 1]);
        }

        for (int k = shared; k < way.Count; k++)
        {
            if (k > 0)
            {
                (Move move, int index) = Decode(_moves[way[k]]);
                _world.Make(move, index);
            }

            if (_path.Count == k)
            {
                _path.Add(new Snapshot(_world.ImageSize));
            }

            _world.Save(_path[k]);
            _pathNodes.Add(way[k]);
        }

        return _path[way.Count - 1];
    }

    private List<string> Trace(int node, Move lastMove, int lastIndex)
    {
        var way = new List<ushort>();
        for (int n = node; _parents[n] >= 0; n = _parents[n])
        {
            way.Add(_moves[n]);
        }

        way.Reverse();
        way.Add(Code(lastMove, lastIndex));
        return Tell(way);
    }

    private List<string> Tell(List<ushort> way)
    {
        Restore(0);
        var lines = new List<string>();
        foreach ((Move move, int index) in way.Select(Decode))
        {
            lines.Add(_world.Describe(move, index));
            if (lines.Count < way.Count)
            {
                _world.Make(move, index);
            }
        }

        return lines;
    }
}
