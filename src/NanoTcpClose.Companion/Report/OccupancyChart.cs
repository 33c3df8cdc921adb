using System;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>TIME-WAIT entries over time, with the number of slots.</summary>
internal static class OccupancyChart
{
    private const int Height = 100;
    private const int MostPoints = 4000;

    internal static string Render(EpochModel epoch, TimeAxis axis)
    {
        TimeWaitOccupancy occupancy = new(epoch);
        StringBuilder text = new();
        string words = Markup.Escape(Words(epoch, occupancy, axis));
        text.Add($"<figure class=\"occupancy\">\n<figcaption><b>TIME-WAIT occupancy</b> {words}</figcaption>\n");
        if (occupancy.Points.Count == 0)
        {
            return text.Add($"</figure>\n").ToString();
        }

        int slots = epoch.Identity?.TimeWaitEntries ?? 0;
        bool limit = slots > 0 && slots <= 2 * occupancy.Peak;
        int top = limit ? Math.Max(slots, occupancy.Peak) : occupancy.Peak;
        text.Add($"<div class=\"chart\"><span class=\"top\">{top}</span><span class=\"zero\">0</span>");
        text.Add($"<svg viewBox=\"0 0 1000 {Height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        string line = Line(occupancy, axis, top);
        text.Add($"<path class=\"area\" d=\"{line}V{Height}H0Z\"/><path class=\"line\" d=\"{line}\"/>");
        if (limit)
        {
            double y = Height - ((double)slots / top * (Height - 4));
            text.Add($"<path class=\"limit\" d=\"M0 {y:0.#}H1000\"/>");
        }

        text.Add($"</svg></div>\n<div class=\"axis\">");
        foreach ((double percent, string label) in axis.Ticks())
        {
            text.Add($"<span style=\"left:{percent:0.##}%\">{label}</span>");
        }

        return text.Add($"</div>\n</figure>\n").ToString();
    }

    // Many changes in one pixel are one: the highest of them is drawn.
    private static string Line(TimeWaitOccupancy occupancy, TimeAxis axis, int top)
    {
        StringBuilder path = new();
        path.Add($"M0 {Height}");
        double grain = occupancy.Points.Count > MostPoints ? 0.5 : 0;
        double drawn = -1;
        int highest = 0;
        foreach ((double at, int count) in occupancy.Points)
        {
            double x = axis.Percent(at) * 10;
            highest = Math.Max(highest, count);
            if (x - drawn >= grain)
            {
                int shown = grain > 0 ? highest : count;
                path.Add($"H{x:0.##}V{Height - ((double)shown / top * (Height - 4)):0.#}");
                drawn = x;
                highest = 0;
            }
        }

        return path.Append("H1000").ToString();
    }

    private static string Words(EpochModel epoch, TimeWaitOccupancy occupancy, TimeAxis axis)
    {
        int slots = epoch.Identity?.TimeWaitEntries ?? 0;
        if (occupancy.Peak == 0)
        {
            return "No connection was in TIME-WAIT.";
        }

        string of = slots > 0 ? " of " + ReportPage.Plural(slots, "slot", "slots") : "";
        string text = "At most " + occupancy.Peak + of + ", first " + Durations.Text(occupancy.PeakMs - axis.StartMs)
            + " after the first open.";
        return occupancy.Unseen == 0
            ? text
            : text + " Left out: " + ReportPage.Plural(occupancy.Unseen, "entry", "entries") + " whose start was not seen.";
    }
}
