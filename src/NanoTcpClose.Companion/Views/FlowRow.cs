using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>One row of a flow diagram: a state entered, or a segment.</summary>
/// <param name="At">Time since the first row.</param>
/// <param name="State">The state entered, or empty.</param>
/// <param name="Outbound">The board sent the segment.</param>
/// <param name="Label">Flags and numbers of the segment.</param>
internal sealed record FlowRow(string At, string State, bool Outbound, string Label)
{
    /// <summary>The rows of a connection in the order of the log.</summary>
    internal static IEnumerable<FlowRow> Of(ConnectionModel connection)
    {
        double? origin = null;
        foreach (LogEvent entry in connection.Events)
        {
            if (entry.Kind is not (LogEventKind.Transition or LogEventKind.Segment))
            {
                continue;
            }

            double ms = connection.Epoch.Milliseconds(entry.Tick);
            origin ??= ms;
            string at = (ms - origin.Value).ToString("0.0", CultureInfo.InvariantCulture) + " ms";
            yield return entry.Kind == LogEventKind.Transition
                ? new FlowRow(at, Names.State(entry.To), false, "")
                : new FlowRow(at, "", entry.Outbound, Describe(entry));
        }
    }

    private static string Describe(LogEvent entry)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string text = Names.SegmentFlags(entry.SegmentFlags);
        if (entry.EndRelative)
        {
            return text;
        }

        // The first segment of the peer comes before its initial number is known: a SYN is always 0.
        text += string.Create(invariant, $" seq={((entry.SegmentFlags & 2) != 0 ? 0 : entry.Seq)}");
        text += (entry.SegmentFlags & 16) != 0 ? string.Create(invariant, $" ack={entry.Ack}") : "";
        return entry.Length > 0 ? text + string.Create(invariant, $" len={entry.Length}") : text;
    }
}
