using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>Where records are missing, and whose loss it was.</summary>
internal static class LossSection
{
    private const int MostRows = 500;

    internal static string Render(BoardLog log)
    {
        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"losses\">\n<h2 id=\"losses\">Losses</h2>\n");
        int places = log.Epochs.Sum(e => e.Gaps.Count);
        if (places == 0)
        {
            text.Add($"<p>No record is missing: the sequence numbers of all {log.Records} records are whole.</p>\n");
            return text.Add($"</section>\n").ToString();
        }

        int dropped = log.Epochs.Sum(e => e.DroppedByBoard);
        text.Add($"<p>{log.Missing} records are missing in {ReportPage.Plural(places, "place", "places")}: ");
        text.Add($"{dropped} dropped by the board, whose ring was full, {log.Missing - dropped} lost on the line.</p>\n");
        text.Add($"<div class=\"scroll\"><table class=\"numbers\"><thead><tr><th scope=\"col\">boot</th>");
        text.Add($"<th scope=\"col\">after</th><th scope=\"col\">missing</th><th scope=\"col\">dropped by the board</th>");
        text.Add($"<th scope=\"col\">lost on the line</th></tr></thead><tbody>\n");
        foreach (var gap in log.Epochs.SelectMany(e => e.Gaps.Select(g => (Epoch: e.Number, Gap: g))).Take(MostRows))
        {
            GapMark mark = gap.Gap;
            text.Add($"<tr><td>{gap.Epoch}</td><td>{Durations.Text(mark.AfterMs)}</td><td>{mark.Count}</td>");
            text.Add($"<td>{mark.DroppedByBoard}</td><td>{mark.Count - mark.DroppedByBoard}</td></tr>\n");
        }

        text.Add($"</tbody></table></div>\n");
        text.Add($"{(places > MostRows ? "<p>The first 500 places are shown.</p>\n" : "")}");
        return text.Add($"</section>\n").ToString();
    }
}
