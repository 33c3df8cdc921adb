using System.Collections.Generic;
using System.Globalization;

namespace NanoTcpClose.Conformance.Script;

/// <summary>The head of a "for": its symbol and the texts that it takes one after the other.</summary>
internal sealed class LoopHeader
{
    /// <summary>Bound of a range, so that a slip of the pen does not fill the memory.</summary>
    private const long MaxValues = 1_000_000;

    private LoopHeader(string name, List<string> values)
    {
        Name = name;
        Values = values;
    }

    public string Name { get; }

    public IReadOnlyList<string> Values { get; }

    public static LoopHeader Read(ScriptLine line, Bindings bindings)
    {
        IReadOnlyList<string> words = line.Words;
        if (words.Count < 4 || words[2] != "in" || !Words.IsName(words[1]))
        {
            throw new ScriptException(line.Number, "'for NAME in' and its values", $"'{string.Join(' ', words)}'");
        }

        var values = new List<string>();
        for (int i = 3; i < words.Count; i++)
        {
            int dots = words[i].IndexOf("..", System.StringComparison.Ordinal);
            if (dots < 0)
            {
                values.Add(bindings.Read(words[i]));
            }
            else
            {
                AddRange(line.Number, words[i][..dots], words[i][(dots + 2)..], bindings, values);
            }
        }

        return new LoopHeader(words[1], values);
    }

    private static void AddRange(int line, string low, string high, Bindings bindings, List<string> values)
    {
        long first = Expression.Read(line, low, bindings).Number(null);
        long last = Expression.Read(line, high, bindings).Number(null);
        if (first > last || last - first >= MaxValues)
        {
            throw new ScriptException(line, "a range of 1 to a million values, lower one first", $"'{low}..{high}'");
        }

        for (long value = first; value <= last; value++)
        {
            values.Add(value.ToString(CultureInfo.InvariantCulture));
        }
    }
}
