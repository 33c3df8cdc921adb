using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli.Diff;

/// <summary>The first divergence of two runs. Connections are paired by the order in which they were opened.</summary>
internal sealed class RunDiff
{
    private const int Context = 3;

    private readonly ConnectionModel? _a;
    private readonly ConnectionModel? _b;
    private readonly int _at;
    private readonly int _pairs;

    private RunDiff(ConnectionModel? a, ConnectionModel? b, int at, int pairs)
    {
        _a = a;
        _b = b;
        _at = at;
        _pairs = pairs;
    }

    private bool Timed { get; init; }

    /// <summary>No divergence.</summary>
    internal bool Same => _at < 0;

    /// <summary>No record is missing where they differ.</summary>
    internal bool Certain => (_a?.MissingRecords ?? 0) + (_b?.MissingRecords ?? 0) == 0
        && !(_a?.Steps.Any(s => s.Broken) ?? false) && !(_b?.Steps.Any(s => s.Broken) ?? false);

    internal static RunDiff Of(BoardLog a, BoardLog b, Tolerance? tolerance = null)
    {
        ConnectionModel[] first = [.. a.Connections];
        ConnectionModel[] second = [.. b.Connections];
        int pairs = Math.Min(first.Length, second.Length);
        for (int k = 0; k < pairs; k++)
        {
            int at = Divergence(first[k].Steps, second[k].Steps, tolerance);
            if (at >= 0)
            {
                return new RunDiff(first[k], second[k], at, k) { Timed = tolerance is not null };
            }
        }

        return first.Length == second.Length ? new RunDiff(null, null, -1, pairs)
            : new RunDiff(first.ElementAtOrDefault(pairs), second.ElementAtOrDefault(pairs), 0, pairs)
            {
                Timed = tolerance is not null,
            };
    }

    internal string Text(int fit = int.MaxValue)
    {
        if (Same)
        {
            return Count(_pairs, "connection") + " went the same way in both runs\n";
        }

        StringBuilder text = new();
        text.Append(Count(_pairs, "connection")).Append(" went the same way, then:\n\n");
        List<string[]> rows = [["", "A " + Name(_a), "B " + Name(_b)]];
        int last = Math.Max(_a?.Steps.Count ?? 0, _b?.Steps.Count ?? 0);
        for (int k = Math.Max(0, _at - Context); k < Math.Min(last, _at + Context); k++)
        {
            rows.Add([k == _at ? "->" : "", Step(_a, k), Step(_b, k)]);
        }

        if (last == 0)
        {
            rows.Add(["->", Step(_a, 0), Step(_b, 0)]);
        }

        text.Append(TextTable.Render(rows, fit));
        const string Doubt = "records are missing in one of them: the difference may be the log's, not the board's";
        return text.Append(Certain ? "" : "\n" + TextTable.Block("", Doubt, fit)).ToString();
    }

    internal string Json()
    {
        return JsonView.Write(json =>
        {
            json.WriteString("type", "diff");
            json.WriteBoolean("same", Same);
            json.WriteNumber("pairs", _pairs);
            if (!Same)
            {
                json.WriteString("a", _a?.Id ?? "");
                json.WriteString("b", _b?.Id ?? "");
                json.WriteNumber("step", _at);
                json.WriteString("inA", Step(_a, _at));
                json.WriteString("inB", Step(_b, _at));
                json.WriteBoolean("certain", Certain);
            }
        });
    }

    private static int Divergence(IReadOnlyList<Step> a, IReadOnlyList<Step> b, Tolerance? tolerance)
    {
        int common = Math.Min(a.Count, b.Count);
        for (int k = 0; k < common; k++)
        {
            if (a[k].From != b[k].From || a[k].To != b[k].To || a[k].Cause != b[k].Cause
                || (a[k].StayedMs is double x && b[k].StayedMs is double y && tolerance?.Lets(x, y) == false))
            {
                return k;
            }
        }

        return a.Count == b.Count ? -1 : common;
    }

    private static string Name(ConnectionModel? connection)
    {
        return connection is null ? "(no such connection)" : connection.Id + " " + connection.Remote;
    }

    private string Step(ConnectionModel? connection, int index)
    {
        if (connection is null || index >= connection.Steps.Count)
        {
            return "(nothing more)";
        }

        Step step = connection.Steps[index];
        string after = Timed && step.StayedMs is double ms ? " after " + Durations.Text(ms) : "";
        string move = Names.State(step.From) + " -> " + Names.State(step.To) + after;
        return move + " (" + Names.CauseWords(step.Cause) + ")";
    }

    private static string Count(int count, string what)
    {
        return count.ToString(CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");
    }
}
