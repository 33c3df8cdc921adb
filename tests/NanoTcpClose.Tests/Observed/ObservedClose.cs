// Invariant: every choice comes from the seed. A copy is made before the stack takes the segment, and read by the tap at
// any later moment, or never.

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Sockets;
using NanoTcpClose.Tests.Sockets;

namespace NanoTcpClose.Tests.Observed;

/// <summary>One close in all its orderings: what the observer told beside what the stack did.</summary>
internal sealed class ObservedClose
{
    private const int SilenceMs = 2500;
    private const int HalfAnHourMs = 1_800_000;

    private readonly Random _dice;
    private readonly int _hidden;
    private readonly bool _reorders;
    private readonly ObservedStack _stack = new();
    private readonly ObservedPeer _peer;
    private readonly ObserverRig _rig = new(StackProfile.Linux());
    private readonly List<ObservedSegment> _toStack = [];
    private readonly Queue<ObservedSegment> _toPeer = new();
    private readonly Queue<ObservedSegment> _tap = new();
    private readonly List<string> _log = [];
    private readonly int _handle;
    private ObservedSegment? _copied;
    private int _rests;

    /// <param name="seed">Another number, another close.</param>
    /// <param name="hidden">How many of 100 copies the tap loses.</param>
    /// <param name="inOneCall">Closes as on a platform without half-close.</param>
    /// <param name="reorders">Whether segments overtake each other.</param>
    public ObservedClose(int seed, int hidden, bool inOneCall, bool reorders)
    {
        _dice = new Random(seed);
        _hidden = hidden;
        _reorders = reorders;
        _peer = new ObservedPeer(_dice) { Resets = _dice.Next(3) == 0 };
        bool syn = _dice.Next(100) >= hidden;
        bool ack = _dice.Next(100) >= hidden;
        _handle = _dice.Next(2) == 0 ? _rig.Established(syn) : _rig.Accepted(syn, ack);
        var user = new ObservedUser(_stack, _rig, _handle, World, Rest, Sync);
        for (int calls = _dice.Next(5); calls > 0; calls--)
        {
            World();
            Call(user);
        }

        World();
        Aborts = _dice.Next(8) == 0;
        if (Aborts)
        {
            user.Abort();
        }
        else
        {
            user.Close(inOneCall);
        }

        Settle();
    }

    /// <summary>What was told is not what was, and no mark says so.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>What was told is not what was, and the mark came with what was told next.</summary>
    public bool IsLate { get; private set; }

    /// <summary>
    /// What docs/profiles.md names as beyond any mark: a FIN between the last look and an abort, a reset that ends
    /// TIME-WAIT, an acknowledgement of our FIN that overtakes data, all of them without a copy.
    /// </summary>
    public bool IsNamed { get; private set; }

    public bool Aborts { get; }

    public bool IsMarked { get; private set; }

    /// <summary>What was told and what was.</summary>
    public string Paths => $"told {string.Join(' ', _rig.Steps)}; was {string.Join(' ', _stack.Path)}";

    /// <summary>What happened, a line each.</summary>
    public IReadOnlyList<string> Log => _log;

    private void Call(ObservedUser user)
    {
        switch (_dice.Next(6))
        {
            case 0:
                user.Send(_dice.Next(1, 100));
                break;
            case 1:
            case 2:
                user.Read(_dice.Next(2) == 0 ? 10 : 1000);
                break;
            case 3:
                user.ShutWrite(false);
                break;
            default:
                break;
        }
    }

    private void World()
    {
        for (int steps = _dice.Next(4); steps > 0; steps--)
        {
            Step(_dice.Next(6));
        }
    }

    private void Step(int what)
    {
        Collect();
        switch (what)
        {
            case 0:
                _peer.Act();
                break;
            case 1 when _toPeer.Count > 0:
                _peer.Take(_toPeer.Dequeue());
                break;
            case 2 when _tap.Count > 0:
                Tap();
                break;
            case 3:
            case 4:
                Deliver();
                break;
            default:
                break;
        }

        Collect();
    }

    /// <summary>A thread sleeps for a millisecond; the stack has a copied segment after four at the latest.</summary>
    private void Rest()
    {
        _rig.After(1);
        World();
        if (_copied != null && (++_rests == 4 || _dice.Next(2) == 0))
        {
            Deliver();
        }
    }

    private void Collect()
    {
        _toStack.AddRange(_peer.Out);
        _peer.Out.Clear();
        _stack.Out.ForEach(_toPeer.Enqueue);
        _stack.Out.Clear();
    }

    /// <summary>First the copy, then the segment itself, with anything in between.</summary>
    private void Deliver()
    {
        if (_copied != null)
        {
            ObservedSegment s = _copied.Value;
            _copied = null;
            _rests = 0;
            _stack.Take(s);
            _log.Add($"stack took {s}: {_stack.State}");
        }
        else if (_toStack.Count > 0)
        {
            int at = _reorders && _toStack.Count > 1 && _dice.Next(4) == 0 ? 1 : 0;
            _copied = _toStack[at];
            _toStack.RemoveAt(at);
            bool hidden = _dice.Next(100) < _hidden;
            _log.Add($"copy of {_copied}{(hidden ? " hidden" : "")}");
            if (!hidden)
            {
                _tap.Enqueue(_copied.Value);
            }
        }
    }

    private void Tap()
    {
        ObservedSegment s = _tap.Dequeue();
        _rig.Copy(s.Flags, s.Seq, s.Ack, s.Length);
        _log.Add($"tap read {s}: {_rig.Observer.StateOf(_handle)}");
    }

    private void Sync()
    {
        while (_tap.Count > 0)
        {
            Tap();
        }
    }

    private void Settle()
    {
        for (int rounds = 0; rounds < 40; rounds++)
        {
            _peer.Finish();
            Collect();
            while (_toPeer.Count > 0)
            {
                _peer.Take(_toPeer.Dequeue());
            }

            Collect();
            while (_toStack.Count > 0 || _copied != null)
            {
                Deliver();
            }

            Sync();
        }

        _rig.After(SilenceMs);
        TcpState told = _rig.Observer.StateOf(_handle);
        bool marked = _rig.Observer.MarksOf(_handle) != 0;
        TcpState was = _stack.State;
        for (int k = 0; k < 4; k++)
        {
            _rig.After(HalfAnHourMs);
        }

        _stack.Expire();
        bool early = told == TcpState.TimeWait && was == TcpState.Closed;
        IsNamed = early || (Aborts && Paths == "told Closed:UserAbort; was CloseWait Closed")
            || (_reorders && Paths.EndsWith("Closed:DataAfterClose; was FinWait1 FinWait2 Closed", StringComparison.Ordinal));
        Compare(told == was || marked || _rig.Steps.Any(step => State(step) == told && IsMarkedStep(step)));
    }

    private void Compare(bool restIsRight)
    {
        List<(TcpState State, bool Marked)> told = [];
        foreach (string step in _rig.Steps)
        {
            if (State(step) == TcpState.TimeWait && told.Count > 0 && told[^1].State == TcpState.FinWait1)
            {
                // Linux takes the acknowledgement and the FIN of one segment in two steps.
                told.Add((TcpState.FinWait2, IsMarkedStep(step)));
            }

            told.Add((State(step), IsMarkedStep(step)));
        }

        int same = 0;
        while (same < told.Count && same < _stack.Path.Count && told[same].State == _stack.Path[same])
        {
            same++;
        }

        bool differs = same < told.Count || same < _stack.Path.Count;
        bool marked = told.Count > 0 && told[Math.Min(same, told.Count - 1)].Marked;
        IsLate = differs && !marked && told.Count > same + 1 && told[same + 1].Marked;
        IsWrong = (differs && !marked) || !restIsRight;
        IsMarked = told.Any(step => step.Marked);
    }

    private static TcpState State(string step)
    {
        return Enum.Parse<TcpState>(step[..step.IndexOfAny(['?', '~', ':'])]);
    }

    private static bool IsMarkedStep(string step)
    {
        return step.Contains('?') || step.Contains('~');
    }
}
