using System;
using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// The filter of `watch`: comparisons joined by &amp;&amp;. Fields: state, from, to, cause, conn, remote (== and !=),
/// dwell (&gt; and &lt;, a duration: how long the left state had lasted).
/// </summary>
internal static class FilterExpression
{
    private static readonly string[] s_operators = ["==", "!=", ">", "<"];

    /// <summary>Null and a message when it cannot be understood.</summary>
    internal static Func<Change, bool>? Parse(string text, out string problem)
    {
        List<Func<Change, bool>> terms = [];
        problem = "";
        foreach (string term in text.Split("&&", StringSplitOptions.TrimEntries))
        {
            Func<Change, bool>? made = Term(term);
            if (made is null)
            {
                problem = "filter term '" + term + "' is not understood: write for example state==TIME-WAIT && dwell>2s";
                return null;
            }

            terms.Add(made);
        }

        return change => terms.TrueForAll(t => t(change));
    }

    private static Func<Change, bool>? Term(string term)
    {
        foreach (string op in s_operators)
        {
            int at = term.IndexOf(op, StringComparison.Ordinal);
            if (at > 0)
            {
                string field = term[..at].Trim();
                string value = term[(at + op.Length)..].Trim();
                return field == "dwell" ? Dwell(op, value) : Equality(field, op, value);
            }
        }

        return null;
    }

    private static Func<Change, bool>? Dwell(string op, string value)
    {
        if (Spans.Parse(value) is not TimeSpan span || op is "==" or "!=")
        {
            return null;
        }

        bool above = op == ">";
        return c => c.Step?.StayedMs is double ms && (above ? ms > span.TotalMilliseconds : ms < span.TotalMilliseconds);
    }

    private static Func<Change, bool>? Equality(string field, string op, string value)
    {
        Func<Change, string?>? get = field switch
        {
            "state" => c => c.Connection is null ? null : Names.State(c.Connection.State),
            "from" => c => c.Step is null ? null : Names.State(c.Step.From),
            "to" => c => c.Step is null ? null : Names.State(c.Step.To),
            "cause" => c => c.Step is null ? null : Names.Cause(c.Step.Cause),
            "conn" => c => c.Connection?.Id,
            "remote" => c => c.Connection?.Remote,
            _ => null,
        };
        if (get is null || op is ">" or "<" || value.Length == 0)
        {
            return null;
        }

        bool same = op == "==";
        return c => string.Equals(get(c), value, StringComparison.OrdinalIgnoreCase) == same && get(c) is not null;
    }
}
