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
    internal static string Render(EpochModel epoch, int boots, ReportOptions options, Shown shown)
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
        List<ConnectionModel> rows = shown.Whole ? all : Rows(all, shown);
        string part = rows.Count < all.Count ? ", " + Number(rows.Count) + " of " + Number(all.Count) : "";
        text.Add($"{part}; 0 is the first open</caption>\n");
        text.Add($"<thead><tr><th scope=\"col\">conn</th><th scope=\"col\" class=\"peer\">peer</th>");
        text.Add($"<td class=\"track axis\">");
        foreach ((double percent, string label) in axis.Ticks())
        {
            text.Add($"<span style=\"left:{percent:0.##}%\">{label}</span>");
        }

        text.Add($"</td></tr></thead>\n<tbody>\n");
        foreach (ConnectionModel connection in rows)
        {
            text.Append(TimelineRow.Render(connection, axis, options.Addresses));
        }

        text.Add($"</tbody>\n</table>\n");
        text.Append(OccupancyChart.Render(epoch, axis));
        return text.Add($"</section>\n").ToString();
    }

    // Those of the verdicts, and of the ones that still live the first.
    private static List<ConnectionModel> Rows(List<ConnectionModel> all, Shown shown)
    {
        HashSet<ConnectionModel> living = [.. all.Where(c => !Classifier.IsClosing(c)).Take(shown.Most)];
        return [.. all.Where(c => shown.Has(c) || living.Contains(c))];
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
