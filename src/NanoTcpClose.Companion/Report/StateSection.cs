using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>
/// Kinds of closes, and time in each state as numbers and as a strip of marks on one logarithmic axis.
/// </summary>
internal static class StateSection
{
    private const int MostMarks = 300;

    internal static string Render(IReadOnlyList<ConnectionModel> closes)
    {
        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"times\">\n<h2 id=\"times\">Kinds and times</h2>\n");
        if (closes.Count == 0)
        {
            return text.Add($"<p>No connection closed in this log.</p>\n</section>\n").ToString();
        }

        text.Append(Kinds(closes)).Append(States(closes));
        return text.Add($"</section>\n").ToString();
    }

    private static string Kinds(IReadOnlyList<ConnectionModel> closes)
    {
        StringBuilder text = new(Head("kind of close", "How the connections closed", ""));
        foreach (KindTimes kind in CloseTimes.ByKind(closes))
        {
            text.Add($"<tr><th scope=\"row\">{Markup.Escape(CloseKinds.Name(kind.Kind))}</th>");
            text.Append(Cells(kind.Count, kind.Times)).Append("</tr>\n");
        }

        return text.Append("</tbody></table></div>\n").ToString();
    }

    private static string States(IReadOnlyList<ConnectionModel> closes)
    {
        IReadOnlyList<(TcpState State, Quantiles Times)> states = CloseTimes.ByState(closes);
        if (states.Count == 0)
        {
            return "";
        }

        double longest = Math.Max(10, states.Max(s => s.Times.Max));
        string range = "<th scope=\"col\" class=\"strip\">0.1 ms to " + Durations.Text(longest) + ", logarithmic</th>";
        StringBuilder text = new(Head("state", "Time in each state", range));
        foreach ((TcpState state, Quantiles times) in states)
        {
            text.Add($"<tr><th scope=\"row\"><i class=\"{StateColours.Class(state)}\"></i>{Names.State(state)}</th>");
            text.Append(Cells(times.Count, times)).Append("<td class=\"strip\"><div>");
            foreach (double ms in closes.Select(c => c.StayedMs(state)).OfType<double>().Take(MostMarks))
            {
                text.Add($"<b style=\"left:{Place(ms, longest):0.#}%\"></b>");
            }

            text.Append("</div></td></tr>\n");
        }

        return text.Append("</tbody></table></div>\n").ToString();
    }

    private static string Head(string first, string caption, string more)
    {
        return "<div class=\"scroll\"><table class=\"numbers\"><caption>" + caption + "</caption><thead><tr>"
            + "<th scope=\"col\">" + first + "</th><th scope=\"col\">count</th><th scope=\"col\">p50</th><th scope=\"col\">p95</th>"
            + "<th scope=\"col\">max</th>" + more + "</tr></thead><tbody>\n";
    }

    private static string Cells(int count, Quantiles times)
    {
        bool any = times.Count > 0;
        string[] cells =
        [
            count.ToString(CultureInfo.InvariantCulture),
            Durations.Text(any ? times.Median : null),
            Durations.Text(any ? times.P95 : null),
            Durations.Text(any ? times.Max : null),
        ];
        return "<td>" + string.Join("</td><td>", cells) + "</td>";
    }

    private static double Place(double ms, double longest)
    {
        const double Shortest = 0.1;
        return Math.Log(Math.Max(ms, Shortest) / Shortest) / Math.Log(longest / Shortest) * 100;
    }
}
