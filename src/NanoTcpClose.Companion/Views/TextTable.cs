using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// Rows of plain text in aligned columns. Redirected, a row is a line; a terminal gets what fits it: the last column
/// wrapped, or where not even the others fit, one cell a line.
/// </summary>
internal static class TextTable
{
    private const int NarrowestLast = 20;
    private const int NarrowestProse = 24;
    private const string Gap = "  ";

    /// <summary>The first row is the head. The last column is not padded.</summary>
    internal static string Render(IReadOnlyList<string[]> rows, int width = int.MaxValue)
    {
        int columns = rows.Max(r => r.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0))];
        int left = widths.SkipLast(1).Sum(w => w + Gap.Length);
        StringBuilder text = new();
        if (left + widths[^1] > width && width - left < NarrowestLast)
        {
            rows.Skip(1).ToList().ForEach(r => Stack(text, rows[0], r, width));
            return text.ToString();
        }

        foreach (string[] row in rows)
        {
            Line(text, row, widths, left, width);
        }

        return text.ToString();
    }

    /// <summary>A list of words cut at a width, each line with the given indent.</summary>
    internal static IEnumerable<string> Wrap(string sentence, int width, string indent)
    {
        StringBuilder line = new(indent);
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length + word.Length + 1 > Math.Max(NarrowestProse, width) && line.Length > indent.Length)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
            }

            line.Append(line.Length == indent.Length ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }

    /// <summary>The sentence on one line or more; the words go on under their beginning behind the head.</summary>
    internal static string Block(string head, string sentence, int width)
    {
        string[] lines = [.. Wrap(sentence, width, new string(' ', head.Length))];
        return head + string.Join('\n', lines)[head.Length..] + "\n";
    }

    private static void Line(StringBuilder text, string[] row, int[] widths, int left, int width)
    {
        if (row.Length < widths.Length || left + row[^1].Length <= width)
        {
            IEnumerable<string> cells = row.Select((cell, c) => cell.PadRight(widths[c]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
            return;
        }

        string head = string.Concat(row.SkipLast(1).Select((cell, c) => cell.PadRight(widths[c]) + Gap));
        text.Append(Block(head, row[^1], width));
    }

    private static void Stack(StringBuilder text, string[] heads, string[] row, int width)
    {
        text.Append(row[0]).Append('\n');
        for (int c = 1; c < row.Length; c++)
        {
            if (row[c].Length > 0 && row[c] != "-")
            {
                string head = c < heads.Length && heads[c].Length > 0 ? heads[c] + ": " : "";
                string[] lines = [.. Wrap(head + row[c], width, Gap + Gap)];
                text.Append(lines[0].AsSpan(Gap.Length)).Append('\n');
                lines.Skip(1).ToList().ForEach(l => text.Append(l).Append('\n'));
            }
        }
    }
}
