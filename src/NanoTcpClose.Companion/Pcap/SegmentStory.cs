using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>
/// The segments of one connection in order, each with the state changes that it caused or that caused it.
/// </summary>
public static class SegmentStory
{
    /// <summary>From its SEGMENT records; where it has none, from what its transitions imply, marked as such.</summary>
    public static IReadOnlyList<TracedSegment> Of(ConnectionModel connection)
    {
        if (connection.Opening is null)
        {
            return [];
        }

        return connection.Segments.Any() ? Recorded(connection) : ImpliedSegments.Of(connection);
    }

    /// <summary>The state change as a comment.</summary>
    internal static string Comment(Step step)
    {
        string clause = Clauses.For(step.From, step.Cause);
        string text = "board: " + Names.State(step.From) + " -> " + Names.State(step.To) + ", ";
        text += Names.CauseWords(step.Cause);
        text += step.StayedMs is double ms ? ", after " + Durations.Text(ms) : "";
        text += step.MissingBefore > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {step.MissingBefore} records missing before it")
            : "";
        return clause.Length == 0 ? text : text + " (" + clause + ")";
    }

    private static List<TracedSegment> Recorded(ConnectionModel connection)
    {
        SequenceNumbers numbers = new(connection);
        List<TracedSegment> story = [];
        List<Step> waiting = [];
        int at = 0;
        foreach (LogEvent entry in connection.Events)
        {
            if (entry.Kind == LogEventKind.Segment)
            {
                TracedSegment segment = Make(connection, entry, numbers);
                story.Add(segment);
                if (segment.Outbound)
                {
                    segment.Comments.AddRange(waiting.Select(Comment));
                    waiting.Clear();
                }
            }
            else if (entry.Kind == LogEventKind.Transition && at < connection.Steps.Count)
            {
                Place(connection.Steps[at++], story, waiting);
            }
        }

        waiting.ForEach(step => Later(step, story));
        return story;
    }

    // A received segment is traced before what it causes; a call or a timer is traced before the segment that it sends.
    private static void Place(Step step, List<TracedSegment> story, List<Step> waiting)
    {
        waiting.ForEach(before => Later(before, story));
        waiting.Clear();
        bool received = step.Cause is TransitionCause.PassiveOpen or TransitionCause.SynAcked
            or TransitionCause.FinReceived or TransitionCause.FinAcked or TransitionCause.FinAndAck or TransitionCause.ResetReceived
            or TransitionCause.Refused or TransitionCause.DataAfterClose or TransitionCause.ReusedBySyn;
        TracedSegment? cause = received ? story.FindLast(s => !s.Outbound) : null;
        if (cause is not null)
        {
            cause.Comments.Add(Comment(step));
        }
        else
        {
            waiting.Add(step);
        }
    }

    private static void Later(Step step, List<TracedSegment> story)
    {
        if (story.Count > 0)
        {
            double later = step.AtMs - story[^1].AtMs;
            string when = later > 0.5 ? " [" + Durations.Text(later) + " after this segment]" : "";
            story[^1].Comments.Add(Comment(step) + when);
        }
    }

    private static TracedSegment Make(ConnectionModel connection, LogEvent entry, SequenceNumbers numbers)
    {
        double ms = connection.Epoch.Milliseconds(entry.Tick);
        return new TracedSegment
        {
            Connection = connection,
            Time = connection.Epoch.HostTime(ms),
            AtMs = ms,
            Outbound = entry.Outbound,
            Flags = entry.SegmentFlags,
            Seq = numbers.Seq(entry),
            Ack = numbers.Ack(entry),
            Length = entry.Length,
            Window = entry.Window,
        };
    }
}
