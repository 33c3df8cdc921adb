// Invariant: a text file holds entries parted by blank lines; the first line of an entry says what it is, the rest
// is its text.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NanoTcpClose.Companion.Lab;

/// <summary>
/// What a scenario says in words; it stands in Lab/Texts, one file a scenario, apart from the script that plays it.
/// </summary>
internal sealed class LabProse
{
    private readonly List<(string Key, string Text)> _entries = [];

    private LabProse(string text)
    {
        foreach (string entry in text.Replace("\r\n", "\n").Split("\n\n"))
        {
            string[] lines = entry.Trim('\n').Split('\n');
            _entries.Add((lines[0], string.Join(' ', lines.Skip(1).Select(l => l.Trim()))));
        }
    }

    /// <summary>The claim in one sentence.</summary>
    internal string Claim => All("claim").Single();

    /// <summary>Words that appear here first.</summary>
    internal IReadOnlyList<LabTerm> Terms =>
        [.. _entries.Where(e => e.Key.StartsWith("word ", StringComparison.Ordinal))
            .Select(e => new LabTerm(e.Key[5..], e.Text))];

    /// <summary>How the kernel's column was made.</summary>
    internal string OnKernel => All("kernel").Single();

    internal static LabProse Of(string name)
    {
        using Stream stream = typeof(LabProse).Assembly.GetManifestResourceStream("lab/" + name + ".txt")
            ?? throw new InvalidOperationException("no text for the scenario " + name);
        using StreamReader reader = new(stream);
        return new LabProse(reader.ReadToEnd());
    }

    /// <summary>The texts of all entries of a kind: done, board.</summary>
    internal IReadOnlyList<string> All(string key)
    {
        return [.. _entries.Where(e => e.Key == key).Select(e => e.Text)];
    }
}
