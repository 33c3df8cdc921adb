using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Trust;

/// <summary>
/// Feeds the recorded events of one connection to the engine of this computer, which is compiled from the same files as
/// the
/// board's: the same events must give the same transitions. The first difference is a defect of the board or a loss of
/// the log.
/// </summary>
internal sealed class Rerun
{
    private const double ToleranceMs = 0.5;
    private const int Syn = 2;
    private const int Ack = 16;

    private readonly ConnectionModel _connection;
    private readonly LogEvent _open;
    private readonly RerunEngine _engine;
    private readonly bool _segments;
    private int _same;
    private bool _fullClose;
    private bool _learnt;

    private Rerun(ConnectionModel connection, LogEvent open)
    {
        _connection = connection;
        _open = open;
        _segments = connection.Segments.Any();
        int timeWaitMs = connection.Epoch.Identity?.TimeWaitMs ?? 0;
        bool reads = !connection.Steps.Any(s => s.Cause == TransitionCause.UnreadData);
        _engine = new RerunEngine(open, timeWaitMs > 0 ? timeWaitMs : 120000, reads, Now(open));
    }

    /// <summary>The result for one connection.</summary>
    internal static RerunResult Of(ConnectionModel connection)
    {
        string? why = connection.Opening is null ? "its OPEN record is not in the log"
            : connection.MissingRecords > 0 ? connection.MissingRecords + " records are missing in its window"
            : connection.Steps.Any(s => s.Event.Inferred)
                ? "its states were inferred from socket calls, not from segments"
            : connection.Steps.Any(s => s.Event.Uncertain) ? "the board missed copies of its segments"
            : connection.Epoch.Identity is null ? "no HELLO tells the length of TIME-WAIT"
            : null;
        return why is null ? new Rerun(connection, connection.Opening!).Run()
            : new RerunResult(connection.Id, RerunKind.CannotKnow, 0, why);
    }

    private RerunResult Run()
    {
        _engine.Open(Now(_open));
        foreach (LogEvent entry in _connection.Events)
        {
            RerunResult? end = entry.Kind switch
            {
                LogEventKind.Transition => Transition(entry),
                LogEventKind.Segment => Segment(entry),
                _ => null,
            };
            if (end is not null)
            {
                return end;
            }
        }

        string count = _same.ToString(CultureInfo.InvariantCulture) + " transitions";
        return _segments
            ? Result(RerunKind.Same, count + " follow from the recorded segments, calls and times")
            : Result(RerunKind.SameByCauses, count
                + " follow from their causes; without SEGMENT records nothing more can be said");
    }

    private RerunResult? Transition(LogEvent recorded)
    {
        if (External(recorded.Cause) is string outside)
        {
            return Result(RerunKind.CannotKnow, "from " + Names.State(recorded.From) + " on it depends on " + outside);
        }

        LogEvent? made = _engine.NextMade();
        if (made is null)
        {
            _fullClose |= recorded.Cause is TransitionCause.UserClose or TransitionCause.UnreadData;
            Provoke(recorded);
            made = _engine.NextMade();
        }

        if (made is null)
        {
            return Different(recorded, "makes none");
        }

        if (made.From != recorded.From || made.To != recorded.To || made.Cause != recorded.Cause)
        {
            return Different(recorded, "makes " + Describe(made));
        }

        _same++;
        return null;
    }

    // A transition that no segment brought: a call, a timer, or, without SEGMENT records, the least segment that
    // explains it.
    private void Provoke(LogEvent recorded)
    {
        long now = Now(recorded);
        if (_engine.Calls(recorded.Cause, now))
        {
            return;
        }

        if (recorded.Cause == TransitionCause.TimeWaitExpired)
        {
            _engine.Advance(now + (long)(ToleranceMs * 1000));
        }
        else if (!_segments)
        {
            Invent(recorded, now);
        }
    }

    private void Invent(LogEvent recorded, long now)
    {
        uint seq = _engine.RcvNxt;
        uint all = _engine.SndNxt;
        switch (recorded.Cause)
        {
            case TransitionCause.SynAcked:
                bool answers = recorded.From == TcpState.SynSent;
                _engine.Arrives(answers ? Syn | Ack : Ack, answers ? _open.Irs : seq, all, 0, 65535, now);
                break;
            case TransitionCause.FinReceived:
                uint acked = recorded.From == TcpState.FinWait1 ? all - 1 : all;
                _engine.Arrives(1 | Ack, seq, acked, 0, 65535, now);
                break;
            case TransitionCause.FinAcked:
                _engine.Arrives(Ack, seq, all, 0, 65535, now);
                break;
            case TransitionCause.FinAndAck:
                _engine.Arrives(1 | Ack, seq, all, 0, 65535, now);
                break;
            case TransitionCause.ResetReceived or TransitionCause.Refused:
                _engine.Arrives(4 | Ack, seq, all, 0, 65535, now);
                break;
            case TransitionCause.DataAfterClose:
                CloseFully(now);
                _engine.Arrives(Ack, seq, all, 1, 65535, now);
                break;
            default:
                break;
        }
    }

    private RerunResult? Segment(LogEvent entry)
    {
        long now = Now(entry);
        if (entry.EndRelative)
        {
            return InTimeWait(entry, now);
        }

        if (entry.Outbound)
        {
            if (entry.Length > 0)
            {
                _engine.Sends(_open.Iss + entry.Seq, entry.Length, now);
            }

            return null;
        }

        if (_engine.NextMade() is LogEvent extra)
        {
            return Result(RerunKind.Different, "the engine here makes " + Describe(extra)
                + ", of which the log has nothing");
        }

        // An active open learns the peer's number from its first SYN,ACK; a repeated one counts from it already.
        bool learns = !_learnt && (entry.SegmentFlags & Syn) != 0 && _open.Active && _open.Irs == 0;
        if (learns)
        {
            _engine.PeerStart = entry.Seq;
            _learnt = true;
        }

        if (NextCause(entry) == TransitionCause.DataAfterClose)
        {
            CloseFully(now);
        }

        uint seq = learns ? entry.Seq : _engine.PeerStart + entry.Seq;
        uint ack = (entry.SegmentFlags & Ack) != 0 ? _open.Iss + entry.Ack : 0;
        _engine.Arrives(entry.SegmentFlags, seq, ack, entry.Length, entry.Window, now);
        return null;
    }

    private RerunResult? InTimeWait(LogEvent entry, long now)
    {
        if (!entry.Outbound)
        {
            uint ack = (entry.SegmentFlags & Ack) != 0 ? _engine.SndNxt + entry.Ack : 0;
            _engine.Arrives(entry.SegmentFlags, _engine.RcvNxt + entry.Seq, ack, entry.Length, entry.Window, now);
        }

        return null;
    }

    // Data are refused only after a full close, which leaves no record of its own behind a half-close.
    private void CloseFully(long now)
    {
        if (!_fullClose)
        {
            _fullClose = true;
            _engine.Calls(TransitionCause.UserClose, now);
        }
    }

    private TransitionCause NextCause(LogEvent entry)
    {
        return _connection.Steps.FirstOrDefault(s => s.Event.Tick >= entry.Tick
            && ((s.Event.Sequence - entry.Sequence) & 0xFFFF) < 0x8000)?.Cause ?? TransitionCause.None;
    }

    private RerunResult Different(LogEvent recorded, string made)
    {
        string at = string.Create(
            CultureInfo.InvariantCulture, $"at {_connection.Epoch.Milliseconds(recorded.Tick):0.0} ms the board made ");
        return Result(RerunKind.Different, at + Describe(recorded) + ", the engine here " + made);
    }

    private RerunResult Result(RerunKind kind, string text)
    {
        return new RerunResult(_connection.Id, kind, _same, text);
    }

    private static string Describe(LogEvent step)
    {
        return Names.State(step.From) + " -> " + Names.State(step.To) + " (" + Names.CauseWords(step.Cause) + ")";
    }

    // Microseconds of board time; a tick of the engine is 125 of them.
    private long Now(LogEvent entry)
    {
        return (long)(_connection.Epoch.Milliseconds(entry.Tick) * 1000);
    }

    private static string? External(TransitionCause cause)
    {
        return cause switch
        {
            TransitionCause.Evicted or TransitionCause.Overflow => "other connections: the table was full",
            TransitionCause.ReusedBySyn => "the SYN of a new connection",
            TransitionCause.RetriesExhausted or TransitionCause.FinWait2Timeout or TransitionCause.UserTimeout
                or TransitionCause.LingerExpired => "a time limit of the board that the log does not tell",
            TransitionCause.Fault => "a fault of the board",
            TransitionCause.Evidence => "evidence from copies of segments",
            _ => null,
        };
    }
}
