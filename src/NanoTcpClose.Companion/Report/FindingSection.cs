using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>What the rules found, the heaviest first.</summary>
internal static class FindingSection
{
    internal static string Render(IReadOnlyList<Finding> findings, Shown shown)
    {
        StringBuilder text = new();
        text.Add($"<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
        if (findings.Count == 0)
        {
            return text.Add($"<p>The rules found nothing.</p>\n</section>\n").ToString();
        }

        text.Add($"<div class=\"scroll\"><table class=\"findings\"><thead><tr><th scope=\"col\">weight</th>");
        text.Add($"<th scope=\"col\">conn</th><th scope=\"col\">what</th><th scope=\"col\">rule</th></tr>");
        text.Add($"</thead><tbody>\n");
        IEnumerable<Finding> order = findings.OrderByDescending(f => f.Seen).ThenByDescending(f => f.Severity);
        HashSet<string> linked = [.. shown.Closes.Select(c => c.Id)];
        foreach (Finding finding in order.Take(shown.Most))
        {
            string word = SummaryView.Word(finding);
            string where = Where(finding, linked.Contains(finding.Connection));
            text.Add($"<tr><td><span class=\"badge {word}\">{word}</span></td><td>{where}</td>");
            text.Add($"<td>{Markup.Escape(finding.Text)}{Clause(finding)}");
            text.Add($"{Doubt(finding)}</td>");
            text.Add($"<td><code>{Markup.Escape(finding.Rule)}</code></td></tr>\n");
        }

        text.Add($"</tbody></table></div>\n");
        int more = findings.Count - shown.Most;
        text.Append(more <= 0 ? "" : "<p>" + ReportPage.Plural(more, "more finding is", "more findings are")
            + " not shown: <code>ntc check</code> lists all, <code>ntc report --all</code> shows them.</p>\n");
        return text.Add($"</section>\n").ToString();
    }

    private static string Doubt(Finding finding)
    {
        return finding.Certain ? "" : " <em>" + Markup.Escape(finding.Doubt) + "</em>";
    }

    private static string Where(Finding finding, bool linked)
    {
        string id = Markup.Escape(finding.Connection);
        return id.Length == 0 ? "board" : linked ? "<a href=\"#c" + id + "\">" + id + "</a>" : id;
    }

    private static string Clause(Finding finding)
    {
        return finding.Clause.Length == 0 ? "" : " <span class=\"clause\">" + Markup.Escape(finding.Clause) + "</span>";
    }
}
