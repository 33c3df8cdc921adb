using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Cli.Filters;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// The live table: what lives first, then what ended lately; the slots of each board above, the last words below.
/// </summary>
internal static class TableView
{
    private const int WideFrom = 110;
    private const int PeerFrom = 72;
    private const int VerdictFrom = 56;
    private const int FrameLines = 5;

    internal static IRenderable Draw(TableInput input)
    {
        List<IRenderable> parts = [];
        foreach (LiveFeed feed in input.Feeds)
        {
            parts.AddRange(Head(feed, input)
                .SelectMany(l => TextTable.Wrap(l, input.Width, "")).Select(l => Line(l, input.Width)));
        }

        int room = Math.Max(3, input.Height - parts.Count - FrameLines - input.Words.Count);
        parts.Add(Body(input, room));
        parts.AddRange(input.Words.Select(w => Line(w, input.Width)));
        return new Rows(parts);
    }

    private static IEnumerable<string> Head(LiveFeed feed, TableInput input)
    {
        EpochModel? epoch = feed.Log.Epochs.Count > 0 ? feed.Log.Epochs[^1] : null;
        BoardIdentity? board = epoch?.Identity;
        string who = board is null ? "no HELLO yet" : string.Create(
            CultureInfo.InvariantCulture, $"board {board.DeviceId}, boot {board.BootId:X8}");
        yield return feed.Label + ": " + who + "; " + SummaryView.Losses(feed.Log).TrimEnd();
        if (epoch is not null && board is not null)
        {
            double now = epoch.NowMs(input.Now);
            yield return SlotCount.ConnectionText(epoch) + "; " + SlotCount.TimeWaitText(epoch, now);
        }
    }

    private static Table Body(TableInput input, int room)
    {
        Table table = new() { Border = input.Ascii ? TableBorder.Ascii : TableBorder.Rounded };
        string[] heads = Heads(input.Width);
        foreach (string head in heads)
        {
            TableColumn column = new(head) { NoWrap = true };
            column.Alignment = head is "for" or "timer" or "again" ? Justify.Right : Justify.Left;
            table.AddColumn(column);
        }

        List<(LiveFeed Feed, ConnectionModel Connection, double NowMs)> rows = [.. Rows(input)];
        bool several = input.Feeds.Count > 1;
        List<string[]> cells = [.. rows.Take(room)
            .Select(r => Cells(r.Connection, r.NowMs, several ? r.Feed.Label + " " : "", heads))];
        Trim(cells, heads, input.Width);
        for (int k = 0; k < cells.Count; k++)
        {
            Style style = StyleOf(rows[k].Connection);
            table.AddRow(cells[k].Select(c => new Text(c, style) { Overflow = Overflow.Ellipsis }));
        }

        if (rows.Count > room)
        {
            string more = string.Create(CultureInfo.InvariantCulture, $"{rows.Count - room} more rows do not fit");
            table.Caption = new TableTitle(more);
        }
        else if (rows.Count == 0)
        {
            table.Caption = new TableTitle("no connection yet");
        }

        return table;
    }

    private static IEnumerable<(LiveFeed Feed, ConnectionModel Connection, double NowMs)> Rows(TableInput input)
    {
        List<(LiveFeed, ConnectionModel Connection, double NowMs)> all = [];
        foreach (LiveFeed feed in input.Feeds)
        {
            foreach (EpochModel epoch in feed.Log.Epochs)
            {
                double now = epoch.NowMs(input.Now);
                all.AddRange(epoch.Connections.Select(c => (feed, c, now)));
            }
        }

        IEnumerable<(LiveFeed, ConnectionModel Connection, double NowMs)> shown =
            all.Where(r => input.Shows(FilterSubject.Of(r.Connection, r.NowMs)));
        return shown.Where(r => !r.Connection.Ended)
            .Concat(shown.Where(r => r.Connection.Ended).OrderByDescending(r => r.Connection.Steps[^1].Event.HostTime));
    }

    // What a narrow terminal has no room for is in `ntc show`: first how often a FIN was sent again, then the peer,
    // then the verdict.
    private static string[] Heads(int width)
    {
        return width >= WideFrom ? ["conn", "peer", "state", "for", "timer", "again", "verdict"]
            : width >= PeerFrom ? ["conn", "peer", "state", "for", "timer", "verdict"]
            : width >= VerdictFrom ? ["conn", "state", "for", "timer", "verdict"]
            : ["conn", "state", "for", "timer"];
    }

    // The last column gets what the others leave: each of them costs its widest cell, a border and two blanks.
    private static void Trim(List<string[]> rows, string[] heads, int width)
    {
        int last = heads.Length - 1;
        int taken = 1;
        for (int column = 0; column < last; column++)
        {
            taken += 3 + rows.Select(r => r[column].Length).Append(heads[column].Length).Max();
        }

        int room = Math.Max(heads[last].Length, width - taken - 3);
        foreach (string[] row in rows.Where(r => r[last].Length > room))
        {
            row[last] = row[last][..(room - 1)] + "~";
        }
    }

    private static string[] Cells(ConnectionModel connection, double nowMs, string prefix, string[] heads)
    {
        bool wide = heads.Contains("again");
        Verdict verdict = Judge.Of(connection);
        string since = connection.EnteredMs is double entered && !connection.Ended
            ? Durations.Elapsed(nowMs - entered) : "-";
        (string Name, double LeftMs)? timer = connection.NextTimer(nowMs);
        string left = timer is null ? "-" : timer.Value.LeftMs <= 0 ? "due" : Durations.Countdown(timer.Value.LeftMs);
        left = wide && timer is not null ? timer.Value.Name + " " + left : left;
        int count = FinFacts.Of(connection).Retransmitted;
        string again = count == 0 ? "-" : count.ToString(CultureInfo.InvariantCulture);
        return [.. heads.Select(head => head switch
        {
            "conn" => prefix + connection.Id,
            "peer" => connection.Remote,
            "state" => Names.State(connection.State),
            "for" => since,
            "timer" => left,
            "again" => again,
            _ => Sentence(connection, verdict, wide),
        })];
    }

    private static string Sentence(ConnectionModel connection, Verdict verdict, bool wide)
    {
        bool sure = verdict.Certainty == "complete";
        string text = connection.State is TcpState.Established ? "-"
            : verdict.Outcome == Outcome.Pending && !wide ? "closing"
            : wide ? verdict.Text : CloseKinds.Name(verdict.Kind);
        return sure ? text : text + " [?]";
    }

    private static Style StyleOf(ConnectionModel connection)
    {
        return connection.Ended ? new Style(decoration: Decoration.Dim)
            : connection.State switch
            {
                TcpState.CloseWait => new Style(Color.Yellow),
                TcpState.LastAck or TcpState.FinWait1 or TcpState.Closing => new Style(Color.Blue),
                TcpState.FinWait2 => new Style(Color.Magenta),
                TcpState.TimeWait => new Style(Color.Aqua),
                _ => Style.Plain,
            };
    }

    private static Text Line(string text, int width)
    {
        return new Text(text.Length > width ? text[..(width - 1)] + "~" : text);
    }
}
