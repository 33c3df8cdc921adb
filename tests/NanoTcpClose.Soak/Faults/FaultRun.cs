// Invariant: the left end is the board under test; both users close what they have a second or two after the fault.

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Soak.Net;

namespace NanoTcpClose.Soak.Faults;

/// <summary>One connection driven into a state by real segments, one fault, and what became of it.</summary>
internal sealed class FaultRun
{
    private const uint LeftAddress = 0xC0000201;
    private const uint RightAddress = 0xC6336401;
    private const int LeftPort = 5000;
    private const int RightPort = 80;
    private const long Second = 1_000_000;
    private const long Start = 100 * Second;
    private const long FaultAt = 102 * Second;
    private const long End = 3000 * Second;
    private const int Chunk = 50;

    private readonly TcpState _state;
    private readonly FaultKind _fault;
    private readonly VirtualNet _net = new(1, Start);
    private readonly NetNode _left;
    private readonly NetNode _right;
    private readonly byte[] _buffer = new byte[2048];
    private long _leftSent;
    private long _rightRead;
    private long _endedAt;
    private bool _alive;
    private bool _leftIsServer;

    public FaultRun(TcpState state, FaultKind fault)
    {
        _state = state;
        _fault = fault;
        _left = new NetNode(_net, Options(7), LeftAddress, true)
        {
            Trace = fault == FaultKind.TraceRingFull ? new TraceRing(256) : null,
            Path = [],
        };
        _right = new NetNode(_net, Options(9), RightAddress, false) { Path = [] };
        _net.Left = _left;
        _net.Right = _right;
        _net.Served = Serve;
        Run();
    }

    /// <summary>How both ends came to CLOSED, and how long after the fault.</summary>
    public string Outcome
    {
        get
        {
            double seconds = Math.Max(0, (_endedAt - FaultAt) / 1e6);
            return $"{Causes(_left)} / {Causes(_right)}, {seconds:0} s";
        }
    }

    /// <summary>What should hold and did not.</summary>
    public List<string> Broken { get; } = [];

    private static CloseEngineOptions Options(uint secret)
    {
        return new CloseEngineOptions { Secret0 = secret, Secret1 = secret * 31 };
    }

    private static string Causes(NetNode node)
    {
        IEnumerable<string> causes = Enumerable.Range(0, node.EndedBy.Length)
            .Where(cause => node.EndedBy[cause] > 0)
            .Select(cause =>
                TraceNames.Cause((TransitionCause)cause) + (node.EndedBy[cause] > 1 ? $" x{node.EndedBy[cause]}" : ""));
        string text = string.Join(", ", causes);
        string lost = node.LostWithTheBoard > 0 ? "gone with the power" : "";
        return text.Length == 0 ? (lost.Length == 0 ? "never opened" : lost) : lost.Length == 0 ? text
            : lost + ", then " + text;
    }

    private void Run()
    {
        // The board's clock is set first, for an engine learns the time when it is made.
        _left.ClockAhead = _fault switch
        {
            FaultKind.MillisecondWrap => 4_294_967_296_000 - FaultAt - (Second / 2),
            FaultKind.TickWrap => 536_870_912_000 - FaultAt - (Second / 2),
            _ => 0,
        };
        Drive();
        _net.Run(FaultAt);
        TcpState reached = _left.Engine.StateOf(Handle(_left));
        Must(reached == _state, $"the fault should meet {_state}, met {reached}");
        _net.Cut = false;
        Apply();
        for (int k = 0; k < 8; k++)
        {
            // Early for what is there, later for what only comes to life when the fault is over.
            long at = FaultAt + ((1L << k) * Second);
            _net.At(at, () => CloseUser(_left));
            _net.At(at + Second, () => CloseUser(_right));
        }

        _net.At(FaultAt + (Second / 2), SendMore);
        _net.Run(End);
        Judge();
    }

    private void Drive()
    {
        _leftIsServer = _state == TcpState.SynReceived;
        if (_leftIsServer)
        {
            _left.Engine.Listen(LeftPort);
            _right.Engine.Connect(LeftAddress, LeftPort, RightPort, _right.Clock(Start));
            _net.At(Start + 9000, () => _net.Cut = true);
            return;
        }

        _right.Engine.Listen(RightPort);
        _net.Cut = _state == TcpState.SynSent;
        _left.Engine.Connect(RightAddress, RightPort, LeftPort, _left.Clock(Start));
        _net.Run(Start + (Second / 2));
        if (_state is TcpState.SynSent or TcpState.Established)
        {
            return;
        }

        bool peerFirst = _state is TcpState.CloseWait or TcpState.LastAck;
        if (peerFirst)
        {
            // Half, so that it still takes what the board sends.
            _right.Engine.ShutdownWrite(Handle(_right), _right.Clock(_net.Now));
            _net.Run(Start + Second);
            if (_state == TcpState.CloseWait)
            {
                return;
            }
        }

        _net.Cut = _state == TcpState.FinWait1 || _state == TcpState.LastAck;
        _left.Engine.Close(Handle(_left), _left.Clock(_net.Now));
        if (_state is TcpState.Closing)
        {
            _right.Engine.Close(Handle(_right), _right.Clock(_net.Now));
            _net.Cut = true;
        }
        else if (_state == TcpState.TimeWait)
        {
            _net.Run(_net.Now + 50_000);
            _right.Engine.Close(Handle(_right), _right.Clock(_net.Now));
        }
    }

    private void Apply()
    {
        switch (_fault)
        {
            case FaultKind.LinkDown30s:
                _net.Cut = true;
                _net.At(FaultAt + (30 * Second), () => _net.Cut = false);
                break;
            case FaultKind.LinkDownForGood:
                _net.Cut = true;
                break;
            case FaultKind.PeerReboots:
                _right.Restart();
                break;
            case FaultKind.BoardResets:
                _left.Restart();
                _net.At(FaultAt + (Second / 4), OpenAgain);
                break;
            case FaultKind.ClockLeapsAnHour:
                _left.ClockAhead += 3600 * Second;
                break;
            case FaultKind.ClockBack10s:
                _left.ClockAhead -= 10 * Second;
                break;
            case FaultKind.SendFails5s:
                _left.Refuse = int.MaxValue;
                _net.At(FaultAt + (5 * Second), () => _left.Refuse = 0);
                break;
            case FaultKind.StaleHandles:
                UseStaleHandles();
                break;
            default:
                _left.Timers = _fault switch
                {
                    FaultKind.TimerLate5s => TimerFault.Late,
                    FaultKind.TimerSignalsLost => TimerFault.EverySecondLost,
                    FaultKind.TimerEarly => TimerFault.Early,
                    FaultKind.TimerDoubled => TimerFault.Doubled,
                    _ => TimerFault.None,
                };
                break;
        }
    }

    /// <summary>
    /// The board in its next life uses the same port again and meets what the peer still has of the last one.
    /// </summary>
    private void OpenAgain()
    {
        if (_leftIsServer)
        {
            _left.Engine.Listen(LeftPort);
        }
        else
        {
            _left.Engine.Connect(RightAddress, RightPort, LeftPort, _left.Clock(_net.Now));
        }
    }

    private void UseStaleHandles()
    {
        long now = _left.Clock(_net.Now);
        int living = Handle(_left);
        (TcpState, uint, uint, uint) before = Whole(living);
        foreach (int handle in new[] { living
            + (1 << 15), living ^ (1 << 20), int.MaxValue, int.MinValue, -1, 0, 0x7FFF })
        {
            int[] results =
            [
                _left.Engine.Close(handle, now), _left.Engine.Abort(handle, now), _left.Engine
                    .ShutdownWrite(handle, now),
                _left.Engine.ShutdownRead(handle, now), _left.Engine.Send(handle, _buffer, 0, 10, now),
                _left.Engine.Receive(handle, _buffer, 0, 10, now),
            ];
            Must(results.All(result => result < 0), $"a call with the stale handle {handle:X} was taken");
        }

        Must(before == Whole(living), "a stale handle changed a living connection");
    }

    private (TcpState State, uint Una, uint Nxt, uint Rcv) Whole(int handle)
    {
        CloseEngine engine = _left.Engine;
        return (engine.StateOf(handle), engine.SndUna(handle), engine.SndNxt(handle), engine.RcvNxt(handle));
    }

    private void SendMore()
    {
        int sent = _left.Engine.Send(Handle(_left), _buffer, 0, Chunk, _left.Clock(_net.Now));
        _leftSent += sent > 0 ? sent : 0;
    }

    private void Serve()
    {
        while (_right.Events.TryDequeue(out (int Handle, CloseEvent What) told))
        {
            if (told.What == CloseEvent.DataArrived)
            {
                int got = _right.Engine.Receive(told.Handle, _buffer, 0, _buffer.Length, _right.Clock(_net.Now));
                _rightRead += got > 0 ? got : 0;
            }
        }

        _left.Events.Clear();
        bool alive = _left.Living + _right.Living > 0;
        if (_alive && !alive)
        {
            _endedAt = _net.Now;
        }

        _alive = alive;
    }

    private void CloseUser(NetNode node)
    {
        node.Engine.Close(Handle(node), node.Clock(_net.Now));
    }

    private int Handle(NetNode node)
    {
        return node.IsLeft
            ? node.Engine.Find(RightAddress, RightPort, LeftPort)
            : node.Engine.Find(LeftAddress, LeftPort, RightPort);
    }

    private void Judge()
    {
        foreach (NetNode node in new[] { _left, _right })
        {
            string who = node.IsLeft ? "board" : "peer";
            Must(node.Living == 0, $"{who}: {node.Living} connections never ended");
            Must(node.Opened == node.Ended + node.LostWithTheBoard, $"{who}: {node.Opened} opened, {node.Ended} ended");
            Must(node.Engine.FreeConnections == 16, $"{who}: a slot did not come back");
            Must(node.Engine.NextDeadline == long.MaxValue, $"{who}: a timer runs for nobody");
            Must(node.Illegal == 0
                && node.Engine.Counters[(int)EngineCounter.Faults] == 0, $"{who}: an illegal transition");
        }

        bool orderly =
            _left.EndedBy[(int)TransitionCause.FinAcked]
                + _left.EndedBy[(int)TransitionCause.TimeWaitExpired] == _left.Ended;
        bool took = _fault is FaultKind.PeerReboots or FaultKind.BoardResets or FaultKind.LinkDownForGood;
        Must(took || !orderly
            || _rightRead == _leftSent, $"{_leftSent} bytes sent, {_rightRead} read, and the close was orderly");
    }

    private void Must(bool holds, string what)
    {
        if (!holds)
        {
            Broken.Add(what);
        }
    }
}
