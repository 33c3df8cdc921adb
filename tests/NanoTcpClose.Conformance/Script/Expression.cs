// Invariant: terms are numbers or symbols of a connection; loop symbols are replaced when the text is read.
// Arithmetic is in 64 bits,
// a sequence number is the result modulo 2^32.

using System;
using System.Collections.Generic;
using System.Globalization;

namespace NanoTcpClose.Conformance.Script;

/// <summary>A sequence expression or number: a term, then any of "+term" and "-term".</summary>
internal sealed class Expression
{
    public const long Infinite = long.MaxValue;

    private readonly int _line;
    private readonly List<(bool Minus, string Symbol, long Number)> _terms = new();

    private Expression(int line, string text)
    {
        _line = line;
        Text = text;
    }

    public string Text { get; }

    public static Expression Read(int line, string text, Bindings bindings)
    {
        var expression = new Expression(line, text);
        expression.Add(text, false, bindings);
        return expression;
    }

    /// <summary>The value as a sequence number.</summary>
    public uint Sequence(ISymbols? symbols)
    {
        return unchecked((uint)Number(symbols));
    }

    /// <summary>The value as a number that may be larger than 32 bits or <see cref="Infinite"/>.</summary>
    public long Number(ISymbols? symbols)
    {
        long sum = 0;
        foreach ((bool minus, string symbol, long number) in _terms)
        {
            long value = symbol.Length == 0 ? number : Lookup(symbols, symbol);
            if (value == Infinite)
            {
                return Infinite;
            }

            sum = minus ? sum - value : sum + value;
        }

        return sum;
    }

    internal static bool TryNumber(string text, out long value)
    {
        if (text == "inf")
        {
            value = Infinite;
            return true;
        }

        bool hex = text.StartsWith("0x") || text.StartsWith("0X");
        return hex
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
                && text.Length <= 12
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private long Lookup(ISymbols? symbols, string symbol)
    {
        if (symbols == null)
        {
            throw new ScriptException(_line, "a number (symbols mean something only after the first given)",
                $"'{symbol}'");
        }

        return symbols.Value(symbol);
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
        else if (TryNumber(term, out long number))
        {
            _terms.Add((minus, "", number));
        }
        else if (Words.IsSymbol(term))
        {
            _terms.Add((minus, term, 0));
        }
        else
        {
            throw new ScriptException(_line, "a number or one of the symbols U N R W F X MSL RTO",
                $"'{(term.Length == 0 ? Text : term)}'");
        }
    }
}
