// Invariant: Words holds the words of one statement without its comment; a quoted title is one word that keeps its
// quotes.

using System.Collections.Generic;
using System.Text;

namespace NanoTcpClose.Conformance.Script;

/// <summary>One line of a script, cut into words.</summary>
internal sealed class ScriptLine
{
    private ScriptLine(int number, IReadOnlyList<string> words)
    {
        Number = number;
        Words = words;
    }

    public int Number { get; }

    public IReadOnlyList<string> Words { get; }

    public string First => Words[0];

    public static ScriptLine? Read(int number, string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c > '~' || (c < ' ' && c != '\t' && c != '\r'))
            {
                throw new ScriptException(number, "plain ASCII", $"character 0x{(int)c:X}");
            }

            if (c == '#' && !quoted)
            {
                break;
            }

            quoted ^= c == '"';
            if (!quoted && (c is ' ' or '\t' or '\r' or '|'))
            {
                Take(words, word);
                if (c == '|')
                {
                    words.Add("|");
                }

                continue;
            }

            word.Append(c);
        }

        if (quoted)
        {
            throw new ScriptException(number, "a closing quote", "the end of the line");
        }

        Take(words, word);
        return words.Count == 0 ? null : new ScriptLine(number, words);
    }

    private static void Take(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
