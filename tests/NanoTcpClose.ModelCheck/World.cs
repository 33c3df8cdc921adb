// Invariant: a world can be saved and loaded at any moment between two moves; everything that a move reads is in the
// snapshot. Time passes only by the move Time, in one jump to the next deadline; a segment lives at most one MSL.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.ModelCheck;

/// <summary>Two engines, their users and the network between them.</summary>
internal sealed class World
{
    public const int MslMs = 4000;
    public const int R2Ms = 10000;
    public const int FinWait2Ms = 6000;

    private readonly Scenario _scenario;
    private readonly EngineImage _layout;
    private readonly CanonicalImage _canonical;
    private readonly byte[] _scratch;
    private readonly List<Flight> _flights = new();
    private readonly Judge _judge;
    private long _now = 1_000_000;
    private int _losses;
    private int _copies;
    private int _timers;
    private int _refusals;

    public World(Scenario scenario)
    {
        _scenario = scenario;
        A = new Party(false, Options(scenario), _now);
        B = new Party(true, Options(scenario), _now);
        _layout = new EngineImage(A.Engine);
        _canonical = new CanonicalImage(_layout);
        _scratch = new byte[_layout.Size];
        _judge = new Judge(A, B);
        Open();
    }

    public Party A { get; }

    public Party B { get; }

    public long Now => _now;

    public int ImageSize => _layout.Size;

    public void Save(Snapshot s)
    {
        _layout.Save(A.Engine, s.ImageA);
        _layout.Save(B.Engine, s.ImageB);
        s.LogA.CopyFrom(A.Log);
        s.LogB.CopyFrom(B.Log);
        s.Flights.Clear();
        s.Flights.AddRange(_flights);
        s.Now = _now;
        s.Losses = _losses;
        s.Copies = _copies;
        s.Timers = _timers;
        s.Refusals = _refusals;
    }

    public void Load(Snapshot s)
    {
        _layout.Load(A.Engine, s.ImageA);
        _layout.Load(B.Engine, s.ImageB);
        A.Log.CopyFrom(s.LogA);
        B.Log.CopyFrom(s.LogB);
        _flights.Clear();
        _flights.AddRange(s.Flights);
        _now = s.Now;
        _losses = s.Losses;
        _copies = s.Copies;
        _timers = s.Timers;
        _refusals = s.Refusals;
    }

    public ulong Hash()
    {
        ulong hash = HashOf(A, 1);
        hash = HashOf(B, hash);
        hash = StateHash.Mix(hash, (ulong)(_losses | (_copies << 8) | (_timers << 16) | (_refusals << 24)));
        ulong network = 0;
        foreach (Flight flight in _flights)
        {
            // A sum, for the network has no order.
            network += StateHash.Mix(flight.Hash, (ulong)(_now - flight.SentAt));
        }

        return StateHash.Mix(hash, network);
    }

    /// <summary>All moves that are open now; a move is its kind and an index.</summary>
    public void List(List<(Move Move, int Index)> moves)
    {
        moves.Clear();
        for (int k = 0; k < _flights.Count; k++)
        {
            if (!HasTwinBefore(k))
            {
                moves.Add((Move.Deliver, k));
                AddIf(moves, _losses > 0, Move.Lose, k);
                AddIf(moves, _copies > 0 && _flights.Count < _scenario.MaxInFlight, Move.Copy, k);
            }
        }

        AddIf(moves, _timers > 0 && NextDeadline() != long.MaxValue, Move.Time, 0);
        AddCalls(moves, A, Move.CallOfA, _scenario.CallsOfA);
        AddCalls(moves, B, Move.CallOfB, _scenario.CallsOfB);
        AddIf(moves, _refusals > 0 && !A.Log.Refuses, Move.RefuseA, 0);
        AddIf(moves, _refusals > 0 && !B.Log.Refuses, Move.RefuseB, 0);
        AddIf(moves, _scenario.SlowReaders && A.CanRead, Move.ReadA, 0);
        AddIf(moves, _scenario.SlowReaders && B.CanRead, Move.ReadB, 0);
    }

    public string Describe(Move move, int index)
    {
        return move switch
        {
            Move.Deliver or Move.Lose or Move.Copy => $"{move} {_flights[index].Describe()}",
            Move.Time => $"time passes to {NextDeadline()} us",
            Move.CallOfA => $"a calls {_scenario.CallsOfA[index]}",
            Move.CallOfB => $"b calls {_scenario.CallsOfB[index]}",
            Move.RefuseA or Move.RefuseB => $"the link of {(move == Move.RefuseA ? "a" : "b")} will refuse a segment",
            _ => move == Move.ReadA ? "a reads" : "b reads",
        } + $" [a {A.State}, b {B.State}]";
    }

    /// <summary>Makes a move and judges it; throws a <see cref="Violation"/>.</summary>
    public void Make(Move move, int index)
    {
        _judge.Begin(_now);
        switch (move)
        {
            case Move.Deliver:
                Flight flight = _flights[index];
                _flights.RemoveAt(index);
                Deliver(flight);
                break;
            case Move.Lose:
                _losses--;
                _flights.RemoveAt(index);
                break;
            case Move.Copy:
                _copies--;
                _flights.Add(_flights[index]);
                break;
            case Move.Time:
                _timers--;
                PassTime();
                break;
            case Move.CallOfA:
                A.Log.CallsLeft &= ~(1 << index);
                Call(A, _scenario.CallsOfA[index]);
                break;
            case Move.CallOfB:
                B.Log.CallsLeft &= ~(1 << index);
                Call(B, _scenario.CallsOfB[index]);
                break;
            case Move.RefuseA:
            case Move.RefuseB:
                _refusals--;
                (move == Move.RefuseA ? A : B).Log.Refuses = true;
                break;
            default:
                (move == Move.ReadA ? A : B).Read(_now);
                break;
        }

        EndStep();
    }

    /// <summary>From here on nothing is lost and both users close: both ends must be CLOSED within the bound.</summary>
    public void MustEnd()
    {
        long end = _now + ((R2Ms + FinWait2Ms + (4 * MslMs)) * 1000L);
        CloseAll();
        for (int k = 0; k < 1000 && A.Found + B.Found != 0; k++)
        {
            _judge.Begin(_now);
            if (_flights.Count > 0)
            {
                Flight flight = _flights[0];
                _flights.RemoveAt(0);
                Deliver(flight);
            }
            else
            {
                PassTime();
            }

            EndStep();
            A.Read(_now);
            B.Read(_now);
            CloseAll();
            if (_now > end)
            {
                throw new Violation($"no end: a {A.State}, b {B.State} although both closed and the network delivers");
            }
        }
    }

    private void CloseAll()
    {
        foreach (Party party in new[] { A, B })
        {
            if (party.State is not (TcpState.Closed or TcpState.TimeWait))
            {
                _judge.Begin(_now);
                Call(party, UserCall.Close);
                EndStep();
            }
        }
    }

    private void Call(Party party, UserCall call)
    {
        _judge.Calls(party, call);
        party.Call(call, _now);
    }

    private void Deliver(Flight flight)
    {
        Party to = flight.ToB ? B : A;
        _judge.Delivers(to, flight.Read());
        to.Engine.SegmentArrives(flight.Datagram, 0, flight.Datagram.Length, _now);
    }

    private void PassTime()
    {
        _now = NextDeadline();
        _flights.RemoveAll(f => _now - f.SentAt >= MslMs * 1000L);
        _judge.Waits(_now);
        A.Engine.Advance(_now);
        B.Engine.Advance(_now);
    }

    private void EndStep()
    {
        Take(A, true);
        Take(B, false);
        if (!_scenario.SlowReaders)
        {
            A.Read(_now);
            B.Read(_now);
        }

        _judge.End();

        // Reading may have opened a window.
        Take(A, true);
        Take(B, false);
    }

    private void Take(Party party, bool toB)
    {
        foreach (byte[] datagram in party.Sent)
        {
            if (_flights.Count < _scenario.MaxInFlight)
            {
                _flights.Add(new Flight(datagram, toB, _now));
            }
        }

        _judge.Counted(party);
        party.Sent.Clear();
    }

    private ulong HashOf(Party party, ulong seed)
    {
        _layout.Save(party.Engine, _scratch);
        _canonical.Apply(_scratch);
        return party.Log.Hash(StateHash.Of(_scratch, seed), _now, party.State);
    }

    private bool HasTwinBefore(int index)
    {
        for (int k = 0; k < index; k++)
        {
            if (_flights[k].Hash == _flights[index].Hash && _flights[k].SentAt == _flights[index].SentAt)
            {
                return true;
            }
        }

        return false;
    }

    private static void AddIf(List<(Move Move, int Index)> moves, bool condition, Move move, int index)
    {
        if (condition)
        {
            moves.Add((move, index));
        }
    }

    private static void AddCalls(List<(Move Move, int Index)> moves, Party party, Move move, UserCall[] calls)
    {
        bool live = party.State is not (TcpState.Closed or TcpState.TimeWait);
        for (int k = 0; k < calls.Length; k++)
        {
            bool connects = calls[k] == UserCall.Connect;
            bool open = connects ? party.Found == 0 && party.Engine.FreeConnections > 0
                : live || calls[k] == UserCall.Unlisten;
            AddIf(moves, open && (party.Log.CallsLeft & (1 << k)) != 0, move, k);
        }
    }

    private long NextDeadline()
    {
        return Math.Min(A.Engine.NextDeadline, B.Engine.NextDeadline);
    }

    private static CloseEngineOptions Options(Scenario scenario)
    {
        return new CloseEngineOptions
        {
            MslMs = MslMs,
            R2Ms = R2Ms,
            FinWait2TimeoutMs = FinWait2Ms,
            RtoMaxMs = 4000,
            CloseWaitAlarmMs = 0,
            FixedIsn = true,
            Isn = Party.FirstIsn,
            Connections = 1,
            TimeWaitEntries = 1,
            Listeners = 1,
            SendBuffer = 8,
            ReceiveBuffer = 8,
            Mss = 64,
            Timestamps = scenario.Stamps,
        };
    }

    /// <summary>The first handshake, without faults.</summary>
    private void Open()
    {
        B.Engine.Listen(Party.RemotePort);
        A.Log.Life = -1;
        A.Call(UserCall.Connect, _now);
        Take(A, true);
        while (_flights.Count > 0)
        {
            Flight flight = _flights[0];
            _flights.RemoveAt(0);
            _judge.Begin(_now);
            Deliver(flight);
            EndStep();
        }

        A.Log.CallsLeft = (1 << _scenario.CallsOfA.Length) - 1;
        B.Log.CallsLeft = (1 << _scenario.CallsOfB.Length) - 1;
        _losses = _scenario.Losses;
        _copies = _scenario.Copies;
        _timers = _scenario.Timers;
        _refusals = _scenario.Refusals;
    }
}
