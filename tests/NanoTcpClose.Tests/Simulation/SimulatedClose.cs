// Invariant: the handshake meets no fault; from then on the network does what it likes, and both ends must still be
// over in
// time, with every byte delivered once and in order before an orderly end.

using System;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Tests.Simulation;

/// <summary>Plays one close in virtual time.</summary>
internal sealed class SimulatedClose
{
    private const uint AddressA = 0xC0000201;
    private const uint AddressB = 0xC6336401;
    private const int PortOfB = 80;
    private const int Bytes = 3000;
    private const long Second = 1_000_000;

    /// <summary>R2 of every state on the way, one after the other on each side, and 2MSL with a restart.</summary>
    private const long MostMicroseconds = 1200 * Second;

    private readonly SimulationRun _run;
    private readonly SimulatedPeer _a;
    private readonly SimulatedPeer _b;
    private SimulatedNetwork _network;
    private long _now = Second;
    private bool _answered;
    private bool _impatient;

    public SimulatedClose(SimulationRun run)
    {
        _run = run;
        _a = new SimulatedPeer(AddressA, run, run.Isn, false, _now);
        _b = new SimulatedPeer(AddressB, run, run.Isn + 7, run.Kind == CloseKind.ThreeSegments, _now);
        _network = new SimulatedNetwork(run.Seed, 0);
        Open();
        _network = new SimulatedNetwork(run.Seed, run.LossPercent);
    }

    /// <summary>From the first close call until neither side waits for anything but 2MSL.</summary>
    public long CloseMicroseconds { get; private set; }

    public uint Retransmissions { get; private set; }

    /// <summary>A side gave up (R2): the network lost too much.</summary>
    public bool GaveUp { get; private set; }

    public void Play()
    {
        long start = _now;
        Begin();
        while (!(_a.IsOver && _b.IsOver))
        {
            Step();
            Assert.True(_now - start < MostMicroseconds, $"no end: a {State(_a)}, b {State(_b)}");
        }

        CloseMicroseconds = _now - start;
        Retransmissions = _a.Retransmissions + _b.Retransmissions;
        GaveUp = _a.Causes.Concat(_b.Causes).Contains(TransitionCause.RetriesExhausted);
        while (_a.Engine.StateOf(_a.Handle) != TcpState.Closed || _b.Engine.StateOf(_b.Handle) != TcpState.Closed)
        {
            Step();
            Assert.True(_now - start < 2 * MostMicroseconds, "TIME-WAIT does not end");
        }

        Delivered(_a, _b);
        Delivered(_b, _a);
        Assert.Equal(2, _a.Engine.FreeConnections);
        Assert.Equal(2, _b.Engine.FreeConnections);
        Assert.Equal(0u, _a.Engine.Counters[(int)EngineCounter.Faults] + _b.Engine.Counters[(int)EngineCounter.Faults]);
    }

    private static TcpState State(SimulatedPeer peer)
    {
        return peer.Engine.StateOf(peer.Handle);
    }

    /// <summary>Our FIN was acknowledged: then the other one has every byte that we were given.</summary>
    private static void Delivered(SimulatedPeer sender, SimulatedPeer receiver)
    {
        bool orderly = sender.Causes.Contains(TransitionCause.FinAcked)
            || sender.Causes.Contains(TransitionCause.FinAndAck);
        bool whole = receiver.Received == sender.Offered;
        Assert.True(whole || !orderly, $"{receiver.Received} of {sender.Offered} bytes before an orderly end");
        Assert.True(receiver.Received <= sender.Offered);
    }

    private void Begin()
    {
        switch (_run.Kind)
        {
            case CloseKind.OneAfterTheOther:
            case CloseKind.ThreeSegments:
                _a.Send(Bytes, _now);
                _a.Engine.Close(_a.Handle, _now);
                break;
            case CloseKind.Simultaneous:
                _a.Send(Bytes, _now);
                _b.Send(Bytes / 2, _now);
                _a.Engine.ShutdownWrite(_a.Handle, _now);
                _b.Engine.ShutdownWrite(_b.Handle, _now);
                break;
            case CloseKind.SimultaneousFull:
                _a.Engine.Close(_a.Handle, _now);
                _b.Engine.Close(_b.Handle, _now);
                break;
            case CloseKind.HalfClose:
                _a.Engine.ShutdownWrite(_a.Handle, _now);
                break;
            default:
                _a.Send(Bytes, _now);
                _a.Engine.Abort(_a.Handle, _now);
                break;
        }

        Carry();
    }

    /// <summary>What the user of b does next.</summary>
    private void Answer()
    {
        bool learned = _b.SawEnd || (_run.Kind == CloseKind.Abort && _now > 31 * Second);
        if (!_answered && learned && _run.Kind is CloseKind.OneAfterTheOther or CloseKind.HalfClose or CloseKind.Abort)
        {
            _answered = true;
            if (_run.Kind == CloseKind.HalfClose)
            {
                _b.Send(Bytes, _now);
            }

            _b.Engine.Close(_b.Handle, _now);
        }
    }

    private void Step()
    {
        long next = Math.Min(_network.NextArrival, Math.Min(_a.Engine.NextDeadline, _b.Engine.NextDeadline));
        if (_run.Kind == CloseKind.Abort && !_answered)
        {
            next = Math.Min(next, Math.Max(_now, 31 * Second) + 1);
        }

        if (next == long.MaxValue)
        {
            // A half-closed reader whose peer has given up waits for ever: its user loses patience.
            Assert.False(_impatient, $"nothing will ever happen: a {State(_a)}, b {State(_b)}");
            _impatient = true;
            _a.Engine.Close(_a.Handle, _now);
            _b.Engine.Close(_b.Handle, _now);
            next = _now;
        }

        _now = Math.Max(_now, next);
        if (_network.NextArrival <= _now)
        {
            (bool toB, byte[] datagram) = _network.Take();
            (toB ? _b : _a).Arrives(datagram, _now);
        }
        else
        {
            _a.Engine.Advance(_now);
            _b.Engine.Advance(_now);
        }

        _a.Read(_now);
        _b.Read(_now);
        Answer();
        Carry();
    }

    private void Carry()
    {
        foreach ((SimulatedPeer peer, bool toB) in new[] { (_a, true), (_b, false) })
        {
            foreach (byte[] datagram in peer.Sent)
            {
                _network.Send(toB, datagram, _now);
            }

            peer.Sent.Clear();
        }
    }

    private void Open()
    {
        _b.Engine.Listen(PortOfB);
        _a.Handle = _a.Engine.Connect(AddressB, PortOfB, 5000, _now);
        for (Carry(); _network.NextArrival != long.MaxValue; Carry())
        {
            _now = _network.NextArrival;
            (bool toB, byte[] datagram) = _network.Take();
            (toB ? _b : _a).Arrives(datagram, _now);
        }

        _b.Handle = _b.Engine.Accept(PortOfB);
        Assert.True(_a.Handle > 0 && _b.Handle > 0);
    }
}
