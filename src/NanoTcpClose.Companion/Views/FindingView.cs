using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lint;

namespace NanoTcpClose.Companion.Views;

/// <summary>What the rules found, one block each; what they cannot know, one line a rule.</summary>
public static class FindingView
{
    private const int WeightWidth = 8;
    private const int WhereWidth = 6;
    private const int RuleWidth = 24;
    private const int NamedConnections = 6;

    // Narrower terminals have the rule in front of the words instead of in a column.
    private const int WideFrom = 100;

    /// <summary>All of them: what was seen first.</summary>
    public static string Render(IReadOnlyList<Finding> findings, int width)
    {
        IEnumerable<string> seen = findings.Where(f => f.Seen).Select(f => Seen(f, width));
        return string.Concat(seen) + Unknown([.. findings.Where(f => !f.Seen)], width);
    }

    /// <summary>One that was seen.</summary>
    public static string Seen(Finding finding, int width)
    {
        string where = finding.Connection.Length == 0 ? "board" : finding.Connection;
        string head = SummaryView.Word(finding).PadRight(WeightWidth) + where.PadRight(WhereWidth - 1) + " ";
        head += width < WideFrom ? "" : finding.Rule.PadRight(RuleWidth);
        string text = (width < WideFrom ? finding.Rule + ": " : "") + finding.Text
            + (finding.Clause.Length == 0 ? "" : " (" + finding.Clause + ")")
            + (finding.Certain ? "" : " [" + finding.Doubt + "]");
        return TextTable.Block(head, text, width);
    }

    // A line that loses records leaves every rule in doubt of every connection: the numbers say it, not the lines.
    private static string Unknown(IReadOnlyList<Finding> findings, int width)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, Finding> rule in findings.GroupBy(f => f.Rule))
        {
            Finding[] all = [.. rule];
            string[] where = [.. all.Where(f => f.Connection.Length > 0).Select(f => f.Connection)];
            int more = where.Length - NamedConnections;
            string list = string.Join(", ", where.Take(NamedConnections))
                + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
            Finding most = all.OrderByDescending(f => f.Missing).First();
            string told = all.Length == 1 ? most.Text : "it may be among missing records";
            int missing = most.Missing;
            string doubt = Finding.Records(missing);
            doubt = all.Length == 1 ? doubt : "at most " + doubt + " in each";
            string of = list.Length == 0 ? "" : " of " + list;
            string body = rule.Key + of + ": " + told + " [cannot know: " + doubt + "]";
            text.Append(TextTable.Block("unknown".PadRight(WeightWidth), body, width));
        }

        return text.ToString();
    }
}
