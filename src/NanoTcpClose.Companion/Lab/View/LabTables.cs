using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Lab.View;

/// <summary>The tables of a result, side by side where there are two columns.</summary>
internal static class LabTables
{
    /// <summary>The segments and the states of both ends after each; empty when the scenario has none.</summary>
    internal static string Steps(LabResult result, int fit = int.MaxValue)
    {
        List<LabColumn> shown = [.. result.Columns.Where(c => c.Steps.Count > 0)];
        bool alike = shown.Count == 2
            && shown[0].Steps.Select(s => s.From + s.Segment)
                .SequenceEqual(shown[1].Steps.Select(s => s.From + s.Segment));
        return alike
            ? Steps(shown, fit)
            : string.Join('\n', shown.Select(c => (shown.Count > 1 ? c.Name + "\n" : "") + Steps([c], fit)));
    }

    /// <summary>Every figure by name; what is not as stated says what was.</summary>
    internal static string Figures(LabResult result, bool ofTheDay = true, int fit = int.MaxValue)
    {
        IReadOnlyList<LabColumn> columns = result.Columns;
        List<string[]> rows = [["figure", .. columns.Select(c => c.Name)]];
        foreach (string name in columns.SelectMany(c => c.Figures).Select(f => f.Name).Distinct())
        {
            LabFigure?[] cells = [.. columns.Select(c => c.Figures.FirstOrDefault(f => f.Name == name))];
            if (ofTheDay || cells.Any(c => c is not null && !c.OfTheDay))
            {
                rows.Add([name, .. cells.Select(Cell)]);
            }
        }

        return rows.Count == 1 ? "" : TextTable.Render(rows, fit);
    }

    private static string Steps(List<LabColumn> columns, int fit)
    {
        bool two = columns.Count == 2;
        List<string[]> rows = [["step", "by", "segment", .. columns.SelectMany(c => Heads(c, two))]];
        int number = 0;
        for (int k = 0; k < columns[0].Steps.Count; k++)
        {
            LabStep step = columns[0].Steps[k];
            int at = k;
            if (k > 0 && columns[0].Steps[k - 1].Part != step.Part)
            {
                number = 0;
                rows.Add([""]);
            }

            number++;
            rows.Add(
            [
                number.ToString(CultureInfo.InvariantCulture),
                step.From,
                step.Segment,
                .. columns.SelectMany(c => new[] { Names.State(c.Steps[at].Client), Names.State(c.Steps[at].Server) }),
            ]);
        }

        return TextTable.Render(rows, fit) + (two ? "(k) in the Linux kernel\n" : "");
    }

    private static string[] Heads(LabColumn column, bool named)
    {
        string mark = named && column.Name != "engine" ? " (k)" : "";
        return ["client" + mark, "server" + mark];
    }

    private static string Cell(LabFigure? figure)
    {
        return figure is null ? "-"
            : figure.Good ? figure.Measured
            : figure.Measured + " (stated: " + figure.Stated + ")";
    }
}
