using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Report;

/// <summary>What the rules found, the heaviest first.</summary>
internal static class FindingSection
{
    internal static string Render(IReadOnlyList<Finding> findings)
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
        foreach (Finding finding in findings.OrderByDescending(f => f.Seen).ThenByDescending(f => f.Severity))
        {
            string word = SummaryView.Word(finding);
            text.Add($"<tr><td><span class=\"badge {word}\">{word}</span></td><td>{Where(finding)}</td>");
            text.Add($"<td>{Markup.Escape(finding.Text)}{Clause(finding)}");
            text.Add($"{Doubt(finding)}</td>");
            text.Add($"<td><code>{Markup.Escape(finding.Rule)}</code></td></tr>\n");
        }

        return text.Add($"</tbody></table></div>\n</section>\n").ToString();
    }

    private static string Doubt(Finding finding)
    {
        return finding.Certain ? "" : " <em>" + Markup.Escape(finding.Doubt) + "</em>";
    }

    private static string Where(Finding finding)
    {
        string id = Markup.Escape(finding.Connection);
        return id.Length == 0 ? "board" : "<a href=\"#c" + id + "\">" + id + "</a>";
    }

    private static string Clause(Finding finding)
    {
        return finding.Clause.Length == 0 ? "" : " <span class=\"clause\">" + Markup.Escape(finding.Clause) + "</span>";
    }
}
