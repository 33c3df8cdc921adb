using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>The summary of a log: one row per close, what the rules found, what was lost.</summary>
public static class SummaryView
{
    /// <summary>The whole summary, ending in a line end. Sentences are cut at a width, tables fit another.</summary>
    public static string Render(BoardLog log, int width, int fit = int.MaxValue)
    {
        StringBuilder text = new();
        List<ConnectionModel> closes = [.. log.Closes];
        if (closes.Count == 0)
        {
            text.Append("no closes seen\n");
        }
        else
        {
            text.Append(Closes(closes, width, fit)).Append('\n');
            text.Append(Kinds(closes, fit)).Append('\n').Append(States(closes, fit));
        }

        text.Append('\n').Append(Forgotten(log, width)).Append(TextTable.Block("", Losses(log).TrimEnd(), width));
        return text.ToString();
    }

    /// <summary>
    /// One block per close: kind, duration, time in each state, FIN retransmissions, verdict with its clause.
    /// </summary>
    public static string Closes(IReadOnlyList<ConnectionModel> closes, int width, int fit = int.MaxValue)
    {
        List<string[]> rows = [["conn", "peer", "kind", "took", "FIN again", "time in each state"]];
        List<string> verdicts = [];
        foreach (ConnectionModel connection in closes)
        {
            Verdict verdict = Judge.Of(connection);
            rows.Add(
            [
                connection.Id,
                connection.Remote,
                CloseKinds.Name(verdict.Kind),
                Durations.Text(Durations.CloseMs(connection)),
                FinFacts.Of(connection).Retransmitted.ToString(CultureInfo.InvariantCulture),
                TimeInStates(connection),
            ]);
            verdicts.AddRange(TextTable.Wrap(Line(connection, verdict), width, "  "));
        }

        return TextTable.Render(rows, fit) + "\nverdicts\n" + string.Concat(verdicts.Select(v => v + "\n"));
    }

    /// <summary>error, warning or note; unknown for what was not seen.</summary>
    internal static string Word(Finding finding)
    {
        return finding.Seen ? finding.Severity.ToString().ToLowerInvariant() : "unknown";
    }

    /// <summary>What was read and what was lost.</summary>
    public static string Losses(BoardLog log)
    {
        int dropped = log.Epochs.Sum(e => e.DroppedByBoard);
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string lost = log.Missing == 0
            ? "none lost"
            : string.Create(invariant, $"{log.Missing} lost ({Math.Min(dropped, log.Missing)} dropped by the board)");
        return string.Create(invariant, $"{log.Records} records, {lost}, {log.Faults} faults\n");
    }

    // Closes that are no longer kept one by one; empty when there are none.
    private static string Forgotten(BoardLog log, int width)
    {
        CloseTally tally = log.Forgotten();
        IEnumerable<string> kinds = tally.Kinds.Select(k => string.Create(
            CultureInfo.InvariantCulture, $"{k.Value} {CloseKinds.Name(k.Key)}"));
        string head = tally.Count.ToString(CultureInfo.InvariantCulture) + " earlier connections: ";
        return tally.Count == 0 ? "" : TextTable.Block(head, string.Join(", ", kinds), width);
    }

    private static string Line(ConnectionModel connection, Verdict verdict)
    {
        string certainty = verdict.Certainty == "complete" ? "" : " [" + verdict.Certainty + "]";
        return connection.Id + "  " + verdict.Full + certainty;
    }

    private static string TimeInStates(ConnectionModel connection)
    {
        List<string> parts = [];
        foreach (TcpState state in CloseTimes.ClosingStates)
        {
            if (connection.StayedMs(state) is double ms)
            {
                parts.Add(Names.State(state) + " " + Durations.Text(ms));
            }
        }

        return parts.Count == 0 ? "-" : string.Join(", ", parts);
    }

    private static string Kinds(IReadOnlyList<ConnectionModel> closes, int fit)
    {
        List<string[]> rows = [["kind", "count", "p50", "p95", "max"]];
        foreach (KindTimes kind in CloseTimes.ByKind(closes))
        {
            rows.Add([CloseKinds.Name(kind.Kind), .. Row(kind.Count, kind.Times)]);
        }

        return TextTable.Render(rows, fit);
    }

    private static string States(IReadOnlyList<ConnectionModel> closes, int fit)
    {
        List<string[]> rows = [["state", "count", "p50", "p95", "max"]];
        foreach ((TcpState state, Quantiles times) in CloseTimes.ByState(closes))
        {
            rows.Add([Names.State(state), .. Row(times.Count, times)]);
        }

        return rows.Count == 1 ? "" : TextTable.Render(rows, fit);
    }

    private static string[] Row(int count, Quantiles times)
    {
        bool any = times.Count > 0;
        return
        [
            count.ToString(CultureInfo.InvariantCulture),
            Durations.Text(any ? times.Median : null),
            Durations.Text(any ? times.P95 : null),
            Durations.Text(any ? times.Max : null),
        ];
    }
}
