using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>
/// Judges one close against RFC 9293. Every sentence rests on records; what is missing is said, not guessed.
/// </summary>
public static class Judge
{
    /// <summary>The verdict of one connection.</summary>
    public static Verdict Of(ConnectionModel connection)
    {
        CloseKind kind = Classifier.Classify(connection);
        string certainty = Certainty.Of(connection);
        Step? illegal = connection.Steps.FirstOrDefault(s => !s.Event.Uncertain && !IsLegal(s));
        if (illegal is not null)
        {
            string text = Names.State(illegal.From) + " -> " + Names.State(illegal.To) + " by "
                + Names.Cause(illegal.Cause) + " is not in the state diagram";
            return new Verdict(kind, Outcome.Broken, text, "RFC 9293 3.3.2", certainty, "Report it with this capture.");
        }

        FinFacts facts = FinFacts.Of(connection);
        Outcome outcome = OutcomeOf(connection, kind);
        string sentence = Sentence(connection, kind, facts);
        return new Verdict(kind, outcome, sentence, CloseKinds.Clause(kind), certainty, NextStep(connection, kind));
    }

    /// <summary>
    /// Whether a transition is an arrow of the diagram with that cause; evidence may settle any state.
    /// </summary>
    public static bool IsLegal(Step step)
    {
        return step.Cause == TransitionCause.Evidence
            || TransitionTable.IsLegal(step.From, step.To, step.Cause);
    }

    private static Outcome OutcomeOf(ConnectionModel connection, CloseKind kind)
    {
        if (kind == CloseKind.Open || kind == CloseKind.Unfinished)
        {
            return Outcome.Pending;
        }

        if (kind == CloseKind.Unknown || connection.MissingRecords > 0 || connection.Steps.Any(s => s.Broken))
        {
            return Outcome.Uncertain;
        }

        bool clean = kind is CloseKind.FourWay or CloseKind.ThreeSegment or CloseKind.Passive
            or CloseKind.Simultaneous or CloseKind.HalfClose;
        Step last = connection.Steps[^1];
        bool cut = last.From == TcpState.TimeWait && last.Cause is not (TransitionCause.TimeWaitExpired
            or TransitionCause.ReusedBySyn);
        return kind == CloseKind.Fault ? Outcome.Broken : clean && !cut ? Outcome.Clean : Outcome.Notable;
    }

    private static string Sentence(ConnectionModel connection, CloseKind kind, FinFacts facts)
    {
        string duration = Durations.CloseMs(connection) is double ms ? ", " + Durations.Text(ms) : "";
        string opening = Opening(connection, kind);
        string text = connection.Steps.Any(s => s.Broken)
            ? opening.Replace("clean ", "", System.StringComparison.Ordinal) + ", not all of it seen" + duration
            : opening + duration;
        if (facts.Retransmitted > 0)
        {
            text += Plural(facts.Retransmitted, ", 1 FIN retransmission", ", {0} FIN retransmissions");
        }

        if (facts.RepeatedByPeer > 0)
        {
            text += Plural(facts.RepeatedByPeer, ", last ACK lost once", ", last ACK lost {0} times");
            text += ", 2MSL restarted";
        }

        if (kind == CloseKind.HalfClose && facts.DataAfterFin > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", {facts.DataAfterFin} bytes read after our FIN");
        }

        return text + TimeWait(connection);
    }

    private static string TimeWait(ConnectionModel connection)
    {
        if (connection.State == TcpState.TimeWait)
        {
            return ", TIME-WAIT running";
        }

        Step? left = connection.Steps.LastOrDefault(s => s.From == TcpState.TimeWait);
        return left?.Cause switch
        {
            null or TransitionCause.TimeWaitExpired => "",
            TransitionCause.ReusedBySyn => ", TIME-WAIT reused by a new SYN",
            TransitionCause.ResetReceived => ", TIME-WAIT assassinated by a RST",
            _ => ", TIME-WAIT cut short: " + Names.CauseWords(left.Cause),
        };
    }

    private static string Opening(ConnectionModel connection, CloseKind kind)
    {
        string state = Names.State(connection.State);
        string last = connection.Steps.Count > 0 ? Names.State(connection.Steps[^1].From) : "?";
        return kind switch
        {
            CloseKind.Open => "open, " + state,
            CloseKind.Unfinished => "not ended, " + state,
            CloseKind.FourWay => "clean active close",
            CloseKind.ThreeSegment => "clean active close in three segments",
            CloseKind.Passive => "clean passive close",
            CloseKind.Simultaneous => "clean simultaneous close",
            CloseKind.HalfClose => "clean half-close",
            CloseKind.Reset => "reset by the peer in " + last,
            CloseKind.Abort => "aborted by the application in " + last,
            CloseKind.ResetForData => "RST sent in " + last + ": " + Names.CauseWords(connection.Steps[^1].Cause),
            CloseKind.Timeout => "given up in " + last + ": " + Names.CauseWords(connection.Steps[^1].Cause),
            CloseKind.Refused => "refused by the peer",
            CloseKind.Evicted => "cut short in " + last + ": " + Names.CauseWords(connection.Steps[^1].Cause),
            CloseKind.Fault => "ended by a fault of the board in " + last,
            _ => "ended, the way is not known",
        };
    }

    private static string NextStep(ConnectionModel connection, CloseKind kind)
    {
        return connection.State switch
        {
            TcpState.CloseWait => "The peer has closed: make the application call Close.",
            TcpState.FinWait2 => "The peer has not closed its side: look at the application there.",
            TcpState.LastAck or TcpState.FinWait1 or TcpState.Closing =>
                "Our FIN is not acknowledged: is the peer reachable?",
            TcpState.TimeWait => "Nothing to do: the entry ends by itself after 2MSL.",
            _ => EndStep(kind),
        };
    }

    private static string EndStep(CloseKind kind)
    {
        return kind switch
        {
            CloseKind.Reset => "Data in flight may be lost: see why the peer aborted.",
            CloseKind.Abort => "Use Close instead of Abort if the peer must get everything.",
            CloseKind.ResetForData => "Read until the end of data before Close.",
            CloseKind.Timeout => "Check the path to the peer; the peer may still hold its half.",
            CloseKind.Refused => "Start the server or correct the port.",
            CloseKind.Evicted => "Raise the number of slots or close less often.",
            CloseKind.Fault => "Report it with this capture.",
            CloseKind.Unknown => "Raise the speed of the line or the trace ring of the board.",
            _ => "",
        };
    }

    private static string Plural(int count, string one, string many)
    {
        return count == 1 ? one : string.Format(CultureInfo.InvariantCulture, many, count);
    }
}
