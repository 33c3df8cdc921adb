using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NanoTcpClose.Companion.Views;

/// <summary>Rows of plain text in aligned columns; no terminal needed, so redirected output reads the same.</summary>
internal static class TextTable
{
    /// <summary>The first row is the head. The last column is not padded.</summary>
    internal static string Render(IReadOnlyList<string[]> rows)
    {
        int columns = rows.Max(r => r.Length);
        int[] widths = [.. Enumerable.Range(0, columns).Select(c => rows.Max(r => c < r.Length ? r[c].Length : 0))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, c) => cell.PadRight(widths[c]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A list of words cut at a width, each line with the given indent.</summary>
    internal static IEnumerable<string> Wrap(string sentence, int width, string indent)
    {
        StringBuilder line = new(indent);
        foreach (string word in sentence.Split(' '))
        {
            if (line.Length + word.Length + 1 > Math.Max(40, width) && line.Length > indent.Length)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
            }

            line.Append(line.Length == indent.Length ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
