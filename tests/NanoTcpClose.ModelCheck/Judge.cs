// Invariant: the judge knows the rules of RFC 9293 from its own tables and its own memory of the exchange; it asks
// the engines only what they did.

using System;

namespace NanoTcpClose.ModelCheck;

/// <summary>Holds every move against the invariants.</summary>
internal sealed class Judge(Party a, Party b)
{
    private const long TwoMsl = World.MslMs * 2 * 1000L;

    private readonly int[] _live = new int[2];
    private readonly int[] _received = new int[2];
    private readonly uint[] _counted = new uint[2];
    private Party? _caller;
    private UserCall _call;
    private Party? _receiver;
    private SegmentHeader? _segment;
    private bool _repeatedFin;
    private bool _answered;
    private long _now;

    public void Begin(long now)
    {
        a.BeginStep();
        b.BeginStep();
        _live[0] = a.CountLive();
        _live[1] = b.CountLive();
        Array.Clear(_received);
        Array.Clear(_counted);
        _caller = null;
        _receiver = null;
        _segment = null;
        _repeatedFin = false;
        _answered = false;
        _now = now;
    }

    public void Calls(Party party, UserCall call)
    {
        _caller = party;
        _call = call;
        if (call == UserCall.Close && party.Engine.Unread(party.Log.Handle) > 0)
        {
            // RFC 9293 3.10.4: in CLOSING and LAST-ACK the call only says "closing"; what is unread is dropped with it.
            party.Log.Dropped = party.Log.Life;
        }

        if (call == UserCall.Close && party.Log.FullClosed != party.Log.Life)
        {
            party.Log.FullClosed = party.Log.Life;
            party.Log.Since = party.State == TcpState.FinWait2 ? _now : party.Log.Since;
        }
    }

    public void Waits(long now)
    {
        _now = now;
    }

    public void Delivers(Party to, SegmentHeader segment)
    {
        _receiver = to;
        _segment = segment;
        _received[to == b ? 1 : 0]++;
        const int mask = TcpFlags.Fin | TcpFlags.Syn | TcpFlags.Rst | TcpFlags.Ack;
        bool waits = to.Found > 0 && to.State == TcpState.TimeWait;
        if (!waits && segment.HasTimestamps)
        {
            bool opens = (segment.Flags & TcpFlags.Syn) != 0;
            to.Log.NewestStamp = opens ? segment.TsVal : Math.Max(to.Log.NewestStamp, segment.TsVal);
        }

        // RFC 7323 5.3: with a stamp from before TIME-WAIT it is an old duplicate, acknowledged and no more.
        _repeatedFin = waits && (!segment.HasTimestamps || segment.TsVal >= to.Log.NewestStamp)
            && (segment.Flags & mask) == (TcpFlags.Fin | TcpFlags.Ack)
            && segment.Seq + (uint)segment.PayloadLength + 1 == to.Engine.RcvNxt(to.Log.Handle)
            && to.Engine.SndNxt(to.Log.Handle) - segment.Ack <= 0xFFFF;
    }

    /// <summary>Segments that left, as the engine counts them and as the network saw them.</summary>
    public void Counted(Party party)
    {
        int index = party == b ? 1 : 0;
        uint resets = 0;
        foreach (byte[] datagram in party.Sent)
        {
            resets += (datagram[33] & TcpFlags.Rst) != 0 ? 1u : 0;
            _answered |= party == _receiver && (datagram[33] & 0x3F) == TcpFlags.Ack;
        }

        _counted[index] += (uint)party.Sent.Count | (resets << 16);
        uint[] counters = party.Engine.Counters;
        uint said = counters[(int)EngineCounter.SegmentsOut] | (counters[(int)EngineCounter.ResetsSent] << 16);
        Must(said == _counted[index], "segments-out and resets-sent do not agree with what was sent");
    }

    public void End()
    {
        Follow(a, b);
        Follow(b, a);
        if (_repeatedFin)
        {
            Must(_answered || _receiver!.Refused, "the peer's FIN came again in TIME-WAIT and was not acknowledged");
            _receiver!.Log.TimeWaitSince = _now;
        }

        Check(a, b);
        Check(b, a);
        foreach (Party party in new[] { a, b })
        {
            int handle = party.Log.Handle;
            bool idle = party.Found == 0 || party.Engine.SndUna(handle) == party.Engine.SndNxt(handle);
            party.Log.IdleAt = idle ? _now : party.Log.IdleAt;
        }
    }

    private void Follow(Party party, Party other)
    {
        foreach ((TcpState from, TcpState to, TransitionCause cause) in party.Steps)
        {
            Must(Diagram.Has(from, to), $"{from} to {to} is not in the diagram of RFC 9293 3.3.2");
            if (to == TcpState.SynReceived)
            {
                party.Log.Life = (int)((_segment!.Seq - Party.FirstIsn) >> 16);
            }

            if (to is TcpState.SynReceived or TcpState.Established && (_segment!.Flags & TcpFlags.Syn) != 0)
            {
                party.Log.ReceiveBase = _segment.Seq + 1;
            }

            Evidence(party, other, from, to, cause);
            party.Log.Since = _now;
            if (to == TcpState.TimeWait)
            {
                party.Log.TimeWaitSince = _now;
            }
        }

        party.Refresh();
    }

    /// <summary>Every change needs the fact that it stands for.</summary>
    private void Evidence(Party party, Party other, TcpState from, TcpState to, TransitionCause cause)
    {
        int life = party.Log.Life;
        switch (cause)
        {
            case TransitionCause.FinAcked:
            case TransitionCause.FinAndAck:
                Must(other.Log.Eof[life],
                    $"{from} to {to}: our FIN counts as acknowledged, but the peer never accepted it");
                break;
            case TransitionCause.TimeWaitExpired:
                Must(_now - party.Log.TimeWaitSince >= TwoMsl, $"TIME-WAIT lasted {_now - party.Log.TimeWaitSince} us");
                break;
            case TransitionCause.FinReceived:
                Must(other.Log.FinCalled[life], $"{from} to {to} by a FIN that the peer's user never asked for");
                break;
            case TransitionCause.ResetReceived:
            case TransitionCause.Refused:
                Must(party == _receiver && (_segment!.Flags & TcpFlags.Rst) != 0, $"{from} to {to} without a RST");
                break;
            case TransitionCause.ReusedBySyn:
                Must(party == _receiver && (_segment!.Flags & TcpFlags.Syn) != 0, $"{from} to {to} without a SYN");
                break;
            case TransitionCause.DataAfterClose:
                Must(party == _receiver && _segment!.PayloadLength > 0 && party.Log.FinCalled[life],
                    $"{from} to {to} without data");
                break;
            case TransitionCause.RetriesExhausted:
                Must(_now - party.Log.IdleAt >= World.R2Ms * 1000L,
                    $"{from} gave up after {_now - party.Log.IdleAt} us");
                break;
            case TransitionCause.FinWait2Timeout:
                Must(_now - party.Log.Since >= World.FinWait2Ms * 1000L, $"{from} lasted {_now - party.Log.Since} us");
                break;
            default:
                // A close in SYN-RECEIVED with data queued takes effect later; all else happens in the call.
                bool byCall = to == TcpState.Closed ? party == _caller : party.Log.FinCalled[life];
                bool opens = to is TcpState.SynReceived or TcpState.SynSent or TcpState.Established;
                Must(byCall || opens, $"{from} to {to} by {cause}, but the user called {_call}");
                break;
        }
    }

    private void Check(Party party, Party other)
    {
        PartyLog log = party.Log;
        int life = log.Life;
        int index = party == b ? 1 : 0;
        Must(party.CountLive() <= 1, "two live connections on one 4-tuple");
        Must(log.Delivered[life] <= other.Log.Sent[life], "more bytes were delivered than sent");
        bool live = party.Found > 0 && party.State > TcpState.SynSent;
        if (live)
        {
            Accepted(party, other, life);
        }

        uint[] counters = party.Engine.Counters;
        int change = (int)(counters[(int)EngineCounter.Opened] - counters[(int)EngineCounter.Ended]);
        Must(change == party.CountLive() - _live[index],
            "opened and ended do not agree with the connections that there are");
        Must(counters[(int)EngineCounter.SegmentsIn] == (uint)_received[index],
            "segments-in does not agree with what was delivered");
        Must(counters[(int)EngineCounter.Faults] == 0, "an assertion of the engine failed");
    }

    /// <summary>RCV.NXT is the base, the bytes and at most one FIN; the FIN only behind all that was sent.</summary>
    private static void Accepted(Party party, Party other, int life)
    {
        PartyLog log = party.Log;
        bool eof = party.Engine.PeerEof(log.Handle);
        int bytes = log.Delivered[life] + party.Engine.Unread(log.Handle);
        Must(!eof || other.Log.FinCalled[life], "an end of data that the peer's user never asked for");
        if (log.Dropped == life)
        {
            log.Eof[life] |= eof;
            return;
        }

        Must(!eof || bytes == other.Log.Sent[life], "an end of data before the last byte");
        uint counted = party.Engine.RcvNxt(log.Handle) - log.ReceiveBase;
        Must(counted == (uint)(bytes + (eof ? 1 : 0)),
            $"RCV.NXT counts {counted} for {bytes} bytes and {(eof ? "one FIN" : "no FIN")}");
        log.Eof[life] |= eof;
    }

    private static void Must(bool condition, string message)
    {
        if (!condition)
        {
            throw new Violation(message);
        }
    }
}
