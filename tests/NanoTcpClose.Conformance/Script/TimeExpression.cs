// Invariant: every literal has a unit; MSL and RTO are times too, so that "after RTO-1ms" can be said.

using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Script;

/// <summary>A time: terms with units, MSL and RTO, added and subtracted. Values are microseconds.</summary>
internal sealed class TimeExpression
{
    private readonly int _line;
    private readonly List<(bool Minus, string Symbol, long Microseconds)> _terms = new();

    private TimeExpression(int line, string text)
    {
        _line = line;
        Text = text;
    }

    public string Text { get; }

    public static TimeExpression Read(int line, string text, Bindings bindings)
    {
        var time = new TimeExpression(line, text);
        time.Add(text, false, bindings);
        return time;
    }

    public long Microseconds(ISymbols? symbols)
    {
        long sum = 0;
        foreach ((bool minus, string symbol, long literal) in _terms)
        {
            long value = literal;
            if (symbol.Length > 0)
            {
                value = symbols == null
                    ? throw new ScriptException(_line, "a time with a unit", $"'{symbol}'")
                    : symbols.Value(symbol) * 1000;
            }

            if (value == Expression.Infinite)
            {
                return value;
            }

            sum = minus ? sum - value : sum + value;
        }

        return sum >= 0 ? sum : throw new ScriptException(_line, "a time that is not negative", $"'{Text}'");
    }

    private void Add(string text, bool minus, Bindings bindings)
    {
        // A sign before the first term comes from a loop over negative distances.
        int start = text.Length > 1 && text[0] is ('+' or '-') ? 1 : 0;
        bool sign = minus != (start == 1 && text[0] == '-');
        for (int i = start; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] is not ('+' or '-'))
            {
                continue;
            }

            AddTerm(text[start..i], sign, bindings);
            sign = i < text.Length && (text[i] == '-') != minus;
            start = i + 1;
        }
    }

    private void AddTerm(string term, bool minus, Bindings bindings)
    {
        if (bindings.Has(term))
        {
            Add(bindings.Read(term), minus, Bindings.None);
        }
        else if (term is "MSL" or "RTO")
        {
            _terms.Add((minus, term, 0));
        }
        else if (TryLiteral(term, out long microseconds))
        {
            _terms.Add((minus, "", microseconds));
        }
        else
        {
            throw new ScriptException(_line, "a time with its unit us, ms or s",
                $"'{(term.Length == 0 ? Text : term)}'");
        }
    }

    private static bool TryLiteral(string term, out long microseconds)
    {
        microseconds = 0;
        if (term == "inf")
        {
            microseconds = Expression.Infinite;
            return true;
        }

        (string digits, long unit) = term switch
        {
            _ when term.EndsWith("us") => (term[..^2], 1L),
            _ when term.EndsWith("ms") => (term[..^2], 1000L),
            _ when term.EndsWith('s') => (term[..^1], 1000000L),
            _ => ("", 0L),
        };
        if (digits.Length is 0 or > 14 || !Expression.TryNumber(digits, out long number)
            || number == Expression.Infinite)
        {
            return false;
        }

        microseconds = number * unit;
        return true;
    }
}
