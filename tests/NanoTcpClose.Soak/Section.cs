using System;
using System.Collections.Generic;
using System.Text;

namespace NanoTcpClose.Soak;

/// <summary>What a command found: a piece of Markdown, and the promises that did not hold.</summary>
internal sealed class Section
{
    private readonly StringBuilder _text = new();

    public List<string> Broken { get; } = [];

    public string Text => _text.ToString();

    public void Line(string line = "")
    {
        _text.Append(line).Append('\n');
    }

    public void Must(bool holds, string promise)
    {
        if (!holds)
        {
            Broken.Add(promise);
        }
    }

    /// <summary>Puts a section between its marks in the document.</summary>
    public static string Replace(string document, string name, string text)
    {
        string begin = $"<!-- begin {name} -->\n";
        string end = $"<!-- end {name} -->";
        int from = document.IndexOf(begin, StringComparison.Ordinal);
        int to = document.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException(
                $"the document has no place for {name}: it needs {begin.Trim()} and {end}");
        }

        return document[..(from + begin.Length)] + text + document[to..];
    }
}
