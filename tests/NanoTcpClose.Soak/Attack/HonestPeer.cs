using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Soak.Attack;

/// <summary>
/// A peer that answers like a good stack: the board opens to it and closes, the peer closes too, and again.
/// </summary>
internal sealed class HonestPeer
{
    private const int IdleUs = 20_000;

    private readonly SegmentForge _forge = new();
    private readonly CloseEngine _engine;
    private readonly int _peer;
    private readonly int _tripUs;
    private int _localPort = 20000;
    private int _handle;
    private long _nextAt;
    private long _closedAt;
    private long _answerAt;
    private int _answerFlags;
    private uint _answerSeq;
    private uint _answerAck;
    private int _answerPort;

    public HonestPeer(CloseEngine engine, int peer, int tripUs)
    {
        _engine = engine;
        _peer = peer;
        _tripUs = tripUs;
    }

    /// <summary>A segment of the board; the answer leaves one round trip later.</summary>
    public void Sees(SegmentHeader h, long now)
    {
        if (h.DestinationPort != SegmentForge.FirstRemotePort + _peer)
        {
            return;
        }

        bool syn = (h.Flags & TcpFlags.Syn) != 0;
        bool fin = (h.Flags & TcpFlags.Fin) != 0;
        if (!syn && !fin)
        {
            return;
        }

        _answerAt = now + _tripUs;
        _answerFlags = syn ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.Fin | TcpFlags.Ack;
        _answerSeq = syn ? 7000u : 7001u;
        _answerAck = h.Seq + 1;
        _answerPort = h.SourcePort;
    }

    /// <summary>The time that a close took in milliseconds, when one has just ended.</summary>
    public double? Step(long now)
    {
        if (_answerAt != 0 && now >= _answerAt)
        {
            _answerAt = 0;
            SegmentHeader h = _forge.From(_peer);
            h.DestinationPort = _answerPort;
            h.Flags = _answerFlags;
            h.Seq = _answerSeq;
            h.Ack = _answerAck;
            _engine.SegmentArrives(_forge.Packet, 0, _forge.Build(), now);
        }

        TcpState state = _engine.StateOf(_handle);
        if (_handle == 0 || (state is TcpState.Closed or TcpState.TimeWait && _closedAt != 0))
        {
            return Reopen(now);
        }

        if (state == TcpState.Established && _closedAt == 0 && now >= _nextAt)
        {
            _closedAt = now;
            _engine.Close(_handle, now);
        }

        return null;
    }

    private double? Reopen(long now)
    {
        double? took = _closedAt == 0 ? null : (now - _closedAt) / 1000.0;
        _closedAt = 0;
        _nextAt = now + IdleUs;
        _localPort = _localPort == 40000 ? 20000 : _localPort + 1;
        int handle = _engine.Connect(SegmentForge.Remote, SegmentForge.FirstRemotePort + _peer, _localPort, now);
        _handle = handle > 0 ? handle : 0;
        return took;
    }
}
