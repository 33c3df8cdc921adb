// A rules file is read by people in reviews, so it is words, one rule a line:
//   close-wait-leak error          another weight for a rule of ntc; off silences it
//   max FIN-WAIT-2 2s              no connection stays longer in a state
//   max close 500ms warning        no close takes longer, TIME-WAIT apart
//   forbid reset                   no close of that kind
// Text behind # is a remark. Without a weight a new rule is an error.

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Rules of a user: weights of the built-in ones, limits, and kinds of close that must not be.</summary>
internal sealed class RuleFile
{
    private static readonly string[] s_weights = ["note", "warning", "error"];

    private readonly Dictionary<string, Severity?> _weights = [];
    private readonly List<ILinter> _rules = [];

    /// <summary>
    /// Reads the lines of a file. Throws UsageException that names file, line, what stands there and what may.
    /// </summary>
    internal static RuleFile Parse(string name, IEnumerable<string> lines)
    {
        RuleFile rules = new();
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && rules.Add(words) is string problem)
            {
                throw new UsageException(name + " line " + number + ": " + problem);
            }
        }

        return rules;
    }

    /// <summary>
    /// The findings about one connection: of the built-in rules with their new weights, then of the file's.
    /// </summary>
    internal IEnumerable<Finding> Of(ConnectionModel connection)
    {
        return Weighed(Linters.All.SelectMany(l => l.Of(connection))).Concat(_rules.SelectMany(r => r.Of(connection)));
    }

    /// <summary>The findings about the board as a whole.</summary>
    internal IEnumerable<Finding> OfBoard(BoardLog log)
    {
        return Weighed(Linters.All.SelectMany(l => l.OfBoard(log)));
    }

    private IEnumerable<Finding> Weighed(IEnumerable<Finding> findings)
    {
        return findings
            .Where(f => !_weights.TryGetValue(f.Rule, out Severity? weight) || weight is not null)
            .Select(f => _weights.TryGetValue(f.Rule, out Severity? weight) ? f with { Severity = weight!.Value } : f);
    }

    private string? Add(string[] words)
    {
        return words[0] switch
        {
            "max" => Limit(words),
            "forbid" => Forbid(words),
            _ => Weigh(words),
        };
    }

    private string? Limit(string[] words)
    {
        if (words.Length is not (3 or 4))
        {
            return "max takes a state or close, a time, and a weight if it is not an error: max FIN-WAIT-2 2s";
        }

        TcpState? state = StateOf(words[1]);
        if (state is null && words[1] != "close")
        {
            return "'" + words[1] + "' is no state of RFC 9293; write for example FIN-WAIT-2, or close";
        }

        if (Spans.Parse(words[2]) is not TimeSpan limit)
        {
            return "'" + words[2] + "' is no time; write for example 500ms, 2s or 4m";
        }

        if (Weight(words, 3, out Severity weight) is string problem)
        {
            return problem;
        }

        _rules.Add(new TimeLimit(state, limit.TotalMilliseconds, weight));
        return null;
    }

    private string? Forbid(string[] words)
    {
        bool weighed = words.Length > 2 && s_weights.Contains(words[^1]);
        string kind = string.Join(' ', words[1..(weighed ? ^1 : words.Length)]);
        CloseKind? known = Enum.GetValues<CloseKind>().Cast<CloseKind?>()
            .FirstOrDefault(k => CloseKinds.Name(k!.Value) == kind);
        if (known is null)
        {
            string kinds = string.Join(", ", Enum.GetValues<CloseKind>().Select(CloseKinds.Name));
            return "'" + kind + "' is no kind of close; there are " + kinds;
        }

        Weight(words, weighed ? words.Length - 1 : words.Length, out Severity weight);
        _rules.Add(new ForbiddenKind(known.Value, weight));
        return null;
    }

    private string? Weigh(string[] words)
    {
        if (!Linters.All.Any(l => l.Name == words[0]))
        {
            return "'" + words[0] + "' is not known; write max, forbid, or one of "
                + string.Join(", ", Linters.All.Select(l => l.Name));
        }

        if (words.Length != 2)
        {
            return words[0] + " takes one weight: error, warning, note or off";
        }

        if (words[1] == "off")
        {
            _weights[words[0]] = null;
            return null;
        }

        string? problem = Weight(words, 1, out Severity weight);
        _weights[words[0]] = weight;
        return problem;
    }

    private static string? Weight(string[] words, int at, out Severity weight)
    {
        weight = Severity.Error;
        if (at >= words.Length)
        {
            return null;
        }

        int index = Array.IndexOf(s_weights, words[at]);
        weight = index < 0 ? weight : (Severity)index;
        return index < 0 ? "'" + words[at] + "' is no weight; there are error, warning, note" : null;
    }

    private static TcpState? StateOf(string word)
    {
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            if (Names.State(state) == word)
            {
                return state;
            }
        }

        return null;
    }
}
