using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>The connections of a board as ss prints those of a PC.</summary>
internal static class NetstatView
{
    // With all columns at their usual widths.
    private const int WideFrom = 100;

    internal static string Text(EpochModel epoch, double nowMs, bool all, int fit = int.MaxValue)
    {
        // The board has one address: a narrow terminal gets only its port.
        bool wide = fit >= WideFrom;
        List<string[]> rows =
        [
            wide ? ["State", "Local Address:Port", "Peer Address:Port", "Conn", "For", "Timer"]
                : ["State", "Local", "Peer", "Conn", "For", "Timer"],
        ];
        foreach (ConnectionModel connection in Shown(epoch, all))
        {
            string since = connection.EnteredMs is double entered && !connection.Ended
                ? Durations.Elapsed(nowMs - entered) : "-";
            rows.Add(
            [
                Names.State(connection.State),
                wide ? connection.Local : PortOf(connection.Local),
                connection.Remote,
                connection.Id,
                since,
                Timer(connection, nowMs),
            ]);
        }

        StringBuilder text = new(TextTable.Render(rows, fit));
        text.Append('\n').Append(TextTable.Block("", Counts(epoch), fit));
        string slots = SlotCount.ConnectionText(epoch) + "; " + SlotCount.TimeWaitText(epoch, nowMs);
        return text.Append(slots.Length > 2 ? TextTable.Block("", slots, fit) : "").ToString();
    }

    internal static string Json(EpochModel epoch, double nowMs, bool all)
    {
        StringBuilder text = new(JsonView.Schema + "\n");
        foreach (ConnectionModel connection in Shown(epoch, all))
        {
            text.Append(JsonView.Write(json =>
            {
                json.WriteString("type", "socket");
                json.WriteString("state", Names.State(connection.State));
                json.WriteString("local", connection.Local);
                json.WriteString("remote", connection.Remote);
                json.WriteString("conn", connection.Id);
                if (connection.EnteredMs is double entered)
                {
                    json.WriteNumber("forMs", Math.Round(nowMs - entered, 3));
                }

                if (connection.NextTimer(nowMs) is (string name, double left))
                {
                    json.WriteString("timer", name);
                    json.WriteNumber("leftMs", Math.Round(left, 3));
                }
            })).Append('\n');
        }

        return text.Append(JsonView.Write(json =>
        {
            json.WriteString("type", "total");
            foreach (IGrouping<TcpState, ConnectionModel> group in Groups(epoch))
            {
                json.WriteNumber(Names.State(group.Key), group.Count());
            }

            json.WriteNumber("timeWaitInUse", epoch.Slots.TimeWait);
            json.WriteNumber("connectionsInUse", epoch.Slots.Connections);
        })).Append('\n').ToString();
    }

    private static string PortOf(string end)
    {
        int colon = end.LastIndexOf(':');
        return colon < 0 ? end : end[colon..];
    }

    private static IEnumerable<ConnectionModel> Shown(EpochModel epoch, bool all)
    {
        return epoch.Connections.Where(c => all || !c.Ended);
    }

    // As `ss -o` writes it.
    private static string Timer(ConnectionModel connection, double nowMs)
    {
        return connection.NextTimer(nowMs) is (string name, double left)
            ? "timer:(" + (name == "2MSL" ? "timewait" : name) + "," + Durations.Countdown(left).Replace(" ", "",
                StringComparison.Ordinal) + ")"
            : "";
    }

    private static string Counts(EpochModel epoch)
    {
        IEnumerable<string> parts = Groups(epoch).Select(g => string.Create(
            CultureInfo.InvariantCulture, $"{Names.State(g.Key)} {g.Count()}"));
        int total = epoch.Connections.Count(c => !c.Ended);
        string list = string.Join(", ", parts);
        return string.Create(CultureInfo.InvariantCulture, $"Total: {total}") + (list.Length == 0 ? "" : " (" + list
            + ")");
    }

    private static IEnumerable<IGrouping<TcpState, ConnectionModel>> Groups(EpochModel epoch)
    {
        return epoch.Connections.Where(c => !c.Ended).GroupBy(c => c.State).OrderBy(g => g.Key);
    }
}
