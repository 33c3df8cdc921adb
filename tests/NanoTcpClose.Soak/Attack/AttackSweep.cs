using System;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Fuzz;
using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Soak.Attack;

/// <summary>
/// One connection in one state, met by many segments; whenever one of them changes something it is put back.
/// </summary>
internal sealed class AttackSweep : ICloseEngineHost
{
    public const int Window = 1000;

    private const int Margin = 64;
    private const int StepUs = 10;
    private const int PeriodUs = 500_000;

    private readonly TcpState _state;
    private readonly bool _stamps;
    private readonly SegmentForge _forge = new();
    private CloseEngine _engine;
    private int _handle;
    private long _now = 1_000_000;
    private int _answers;
    private int _sent;
    private int _lives = 1;

    public AttackSweep(TcpState state, bool stamps)
    {
        _state = state;
        _stamps = stamps;
        _engine = Place();
    }

    public static TcpState[] States { get; } =
    [
        TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait, TcpState.Closing,
            TcpState.LastAck,
        TcpState.TimeWait,
    ];

    /// <summary>The attacker knows SND.NXT.</summary>
    public bool ExactAck { get; init; }

    public static string Name(TcpState state)
    {
        return TraceNames.State(state);
    }

    /// <summary>The whole window and a margin on both sides.</summary>
    public AttackResult Window64(AttackKind kind, FuzzRandom random)
    {
        int changes = 0;
        for (int offset = -Margin; offset < Window + Margin; offset++)
        {
            changes += Send(kind, _engine.RcvNxt(_handle) + (uint)offset, random) ? 1 : 0;
        }

        return Result(changes);
    }

    /// <summary>Random sequence numbers.</summary>
    public AttackResult Space(AttackKind kind, int count, FuzzRandom random)
    {
        int changes = 0;
        for (int k = 0; k < count; k++)
        {
            changes += Send(kind, (uint)random.Next(), random) ? 1 : 0;
        }

        return Result(changes);
    }

    public bool Transmit(byte[] datagram, int length)
    {
        _sent++;
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // The attacked user does nothing.
    }

    private AttackResult Result(int changes)
    {
        return new AttackResult(changes, _answers, _lives * (1 + (int)((_now - 1_000_000) / PeriodUs)));
    }

    private bool Send(AttackKind kind, uint seq, FuzzRandom random)
    {
        SegmentHeader h = _forge.From(0);
        h.Flags = kind switch
        {
            AttackKind.Rst => TcpFlags.Rst,
            AttackKind.Syn => TcpFlags.Syn,
            AttackKind.Fin => TcpFlags.Fin | TcpFlags.Ack,
            _ => TcpFlags.Ack,
        };
        h.Seq = seq;
        h.Ack = ExactAck ? _engine.SndNxt(_handle) : (uint)random.Next();
        h.PayloadLength = kind == AttackKind.Data ? 1 : 0;
        h.HasTimestamps = _stamps;
        h.TsVal = (uint)random.Next();
        h.TsEcr = (uint)random.Next();
        _now += StepUs;
        (TcpState, uint, uint) before = Variables();

        // The board's own retransmissions are no answers.
        _engine.Advance(_now);
        _sent = 0;
        _engine.SegmentArrives(_forge.Packet, 0, _forge.Build(), _now);
        if (Variables() == before)
        {
            _answers += _sent;
            return false;
        }

        // What a segment that counts draws is no answer to an attack; the next one meets the connection as it was.
        _engine = Place();
        _lives++;
        return true;
    }

    private (TcpState State, uint Una, uint Rcv) Variables()
    {
        return (_engine.StateOf(_handle), _engine.SndUna(_handle), _engine.RcvNxt(_handle));
    }

    private CloseEngine Place()
    {
        CloseEngineOptions options = new() { Timestamps = _stamps, FixedIsn = true, ReceiveBuffer = Window };
        CloseEngine engine = new(options, SegmentForge.Local, this, null, _now);
        EngineFixture fixture = new()
        {
            State = _state,
            RemoteAddress = SegmentForge.Remote,
            RemotePort = SegmentForge.FirstRemotePort,
            LocalPort = SegmentForge.LocalPort,
            SndNxt = 0xFFFFFF00,
            RcvNxt = 0x7FFFFF00,
            RcvWnd = Window,
            Timestamps = _stamps,
        };
        _handle = engine.Place(fixture, _now);
        return engine;
    }
}
