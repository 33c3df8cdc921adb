using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>One boot: the timeline of its connections and its TIME-WAIT occupancy, on one axis.</summary>
internal static class EpochSection
{
    // A row for each connection; more would make a page that no browser scrolls well.
    private const int MostRows = 1000;

    internal static string Render(EpochModel epoch, int boots, ReportOptions options)
    {
        List<ConnectionModel> all = [.. epoch.Connections.Where(c => c.Steps.Count > 0)];
        if (all.Count == 0)
        {
            return "";
        }

        double start = all.Min(c => c.Steps[0].AtMs);
        TimeAxis axis = new(start, Math.Max(epoch.LastMs, all.Max(c => c.Steps[^1].AtMs)));
        string which = boots == 1 ? "" : ", boot " + Number(epoch.Number);
        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"t{epoch.Number}\">\n<h2 id=\"t{epoch.Number}\">Timeline{which}</h2>\n");
        text.Append(Legend(all));
        text.Add($"<table class=\"timeline\">\n<caption>States of each connection over time");
        string part = all.Count > MostRows ? ", the first 1000 of " + Number(all.Count) : "";
        text.Add($"{part}; 0 is the first open</caption>\n");
        text.Add($"<thead><tr><th scope=\"col\">conn</th><th scope=\"col\" class=\"peer\">peer</th>");
        text.Add($"<td class=\"track axis\">");
        foreach ((double percent, string label) in axis.Ticks())
        {
            text.Add($"<span style=\"left:{percent:0.##}%\">{label}</span>");
        }

        text.Add($"</td></tr></thead>\n<tbody>\n");
        foreach (ConnectionModel connection in all.Take(MostRows))
        {
            text.Append(TimelineRow.Render(connection, axis, options.Addresses));
        }

        text.Add($"</tbody>\n</table>\n");
        text.Append(OccupancyChart.Render(epoch, axis));
        return text.Add($"</section>\n").ToString();
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static string Legend(List<ConnectionModel> connections)
    {
        HashSet<TcpState> seen = [.. connections.SelectMany(c => c.Path)];
        StringBuilder text = new("<ul class=\"legend\" aria-label=\"Colours of the states\">");
        foreach (TcpState state in StateColours.States.Where(seen.Contains))
        {
            text.Add($"<li><i class=\"{StateColours.Class(state)}\"></i>{Names.State(state)}</li>");
        }

        return text.Append("<li><i class=\"lost\"></i>records missing</li></ul>\n").ToString();
    }
}
