using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>
/// One connection of the timeline: a bar for each state, as wide as it lasted but never too narrow to see.
/// </summary>
internal static class TimelineRow
{
    private const int NarrowestPx = 3;

    internal static string Render(ConnectionModel connection, TimeAxis axis, Addresses addresses)
    {
        StringBuilder text = new();
        string outcome = Judge.Of(connection).Outcome.ToString().ToLowerInvariant();
        string id = Markup.Escape(connection.Id);
        string peer = Markup.Escape(addresses.Remote(connection));
        text.Add($"<tr data-outcome=\"{outcome}\"><th scope=\"row\"><a href=\"#c{id}\">{id}</a></th>");
        text.Add($"<td class=\"peer\">{peer}</td><td class=\"track\">");
        List<(TcpState? State, double FromMs, double ToMs)> bars = [.. Bars(connection)];
        if (bars.Count > 0)
        {
            double left = axis.Percent(bars[0].FromMs);
            double width = axis.Percent(bars[^1].ToMs) - left;
            int least = bars.Count * NarrowestPx;
            text.Add($"<div style=\"left:min({left:0.###}%,100% - {least}px);");
            text.Add($"width:{width:0.###}%;min-width:{least}px\">");
            bars.ForEach(bar => Bar(text, bar.State, bar.ToMs - bar.FromMs));
            text.Add($"</div>");
        }

        string path = string.Join(", ", connection.Path.Select(Names.State));
        return text.Add($"<span class=\"reader\">{path}</span></td></tr>\n").ToString();
    }

    private static IEnumerable<(TcpState? State, double FromMs, double ToMs)> Bars(ConnectionModel connection)
    {
        double? entered = null;
        TcpState state = TcpState.Closed;
        foreach (Step step in connection.Steps)
        {
            if (entered is double from && state is not (TcpState.Closed or TcpState.Listen))
            {
                yield return (step.Broken ? null : step.From, from, Math.Max(from, step.AtMs));
            }

            entered = step.AtMs;
            state = step.To;
        }

        if (entered is double last && state is not (TcpState.Closed or TcpState.Listen))
        {
            yield return (state, last, Math.Max(connection.Epoch.LastMs, last));
        }
    }

    private static void Bar(StringBuilder text, TcpState? state, double ms)
    {
        string style = state is TcpState known ? StateColours.Class(known) : "lost";
        string name = state is TcpState shown ? Names.State(shown) : "records missing";
        double share = Math.Max(ms, 0.001);
        text.Add($"<i class=\"{style}\" style=\"flex-grow:{share:0.###}\" title=\"{name} {Durations.Text(ms)}\"></i>");
    }
}
