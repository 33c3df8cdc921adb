using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Export;

/// <summary>
/// Rows for spreadsheets and data frames: RFC 4180, one head line, points as decimal marks, times in UTC.
/// </summary>
internal static class CsvExport
{
    /// <summary>One row a close.</summary>
    internal static void Closes(BoardLog log, TextWriter output)
    {
        Row(
            output,
            [
                "board", "epoch", "conn", "local", "remote", "start", "kind", "outcome", "close_ms",
                "fin_retransmissions",
                .. CloseTimes.ClosingStates.Select(s => CloseSpanEvent.State(s) + "_ms"),
                "missing_records", "verdict", "clause", "certainty",
            ]);
        foreach (ConnectionModel close in log.Closes)
        {
            Verdict verdict = Judge.Of(close);
            Row(
                output,
                [
                    BoardKey.Of(close.Epoch).DeviceId, Number(close.Epoch.Number), close.Id, close.Local, close.Remote,
                    Time(close), CloseKinds.Name(verdict.Kind), verdict.Outcome.ToString().ToLowerInvariant(),
                    Number(Durations.CloseMs(close)), Number(FinFacts.Of(close).Retransmitted),
                    .. CloseTimes.ClosingStates.Select(s => Number(close.StayedMs(s))),
                    Number(close.MissingRecords), verdict.Text, verdict.Clause, verdict.Certainty,
                ]);
        }
    }

    /// <summary>One row a transition.</summary>
    internal static void Transitions(BoardLog log, TextWriter output)
    {
        Row(
            output,
            ["board", "epoch", "conn", "ms", "from", "to", "cause", "stayed_ms", "legal", "missing_before", "clause"]);
        foreach (ConnectionModel connection in log.Connections)
        {
            foreach (Step step in connection.Steps)
            {
                Row(
                    output,
                    [
                        BoardKey.Of(connection.Epoch).DeviceId, Number(connection.Epoch.Number), connection.Id,
                        Number(step.AtMs), Names.State(step.From), Names.State(step.To), Names.Cause(step.Cause),
                        Number(step.StayedMs), Judge.IsLegal(step) ? "true" : "false", Number(step.MissingBefore),
                        Clauses.For(step.From, step.Cause),
                    ]);
            }
        }
    }

    private static void Row(TextWriter output, IEnumerable<string> cells)
    {
        output.Write(string.Join(',', cells.Select(Quoted)));
        output.Write("\r\n");
    }

    private static string Quoted(string cell)
    {
        return cell.AsSpan().ContainsAny(",\"\r\n") ? "\"" + cell.Replace("\"", "\"\"") + "\"" : cell;
    }

    private static string Time(ConnectionModel connection)
    {
        return connection.Steps.Count == 0
            ? ""
            : connection.Epoch.HostTime(connection.Steps[0].AtMs).UtcDateTime
                .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
    }

    private static string Number(double? value)
    {
        return value is double known ? Math.Round(known, 3).ToString(CultureInfo.InvariantCulture) : "";
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
