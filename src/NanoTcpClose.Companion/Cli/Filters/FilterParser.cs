using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>or := and { || and }; and := not { &amp;&amp; not }; not := ! not | ( or ) | field sign value.</summary>
internal sealed class FilterParser
{
    private const int Deepest = 64;
    private static readonly string[] s_comparisons = ["==", "!=", ">=", "<=", ">", "<", "~"];

    private readonly string _text;
    private readonly IReadOnlyList<FilterToken> _tokens;
    private int _next;
    private int _depth;

    internal FilterParser(string text)
    {
        _text = text;
        _tokens = FilterTokens.Of(text);
    }

    private FilterToken Current => _tokens[_next];

    internal Func<FilterSubject, bool> Parse()
    {
        Func<FilterSubject, bool> whole = Or();
        return Current.Text.Length == 0 ? whole
            : throw Wrong(Current, Current.Text == ")"
                ? "this bracket was never opened" : "&& or || is missing before this");
    }

    private Func<FilterSubject, bool> Or()
    {
        Func<FilterSubject, bool> left = And();
        while (Skip("||"))
        {
            Func<FilterSubject, bool> first = left;
            Func<FilterSubject, bool> second = And();
            left = s => first(s) || second(s);
        }

        return left;
    }

    private Func<FilterSubject, bool> And()
    {
        Func<FilterSubject, bool> left = Not();
        while (Skip("&&"))
        {
            Func<FilterSubject, bool> first = left;
            Func<FilterSubject, bool> second = Not();
            left = s => first(s) && second(s);
        }

        return left;
    }

    private Func<FilterSubject, bool> Not()
    {
        if (++_depth > Deepest)
        {
            throw Wrong(Current, "more than " + Deepest + " levels of brackets");
        }

        Func<FilterSubject, bool> result;
        if (Skip("!"))
        {
            Func<FilterSubject, bool> inner = Not();
            result = s => !inner(s);
        }
        else if (Current.Text == "(" && !Current.IsWord)
        {
            FilterToken open = Current;
            _next++;
            result = Or();
            if (!Skip(")"))
            {
                throw Wrong(open, "this bracket is not closed");
            }
        }
        else
        {
            result = Comparison();
        }

        _depth--;
        return result;
    }

    private Func<FilterSubject, bool> Comparison()
    {
        FilterToken field = Current;
        if (!field.IsWord)
        {
            throw Wrong(field, "a field is missing here: " + FilterFields.List());
        }

        _next++;
        IFilterField known = FilterFields.Find(field.Text)
            ?? throw Wrong(field, "'" + field.Text + "' is no field; there are " + FilterFields.List());
        FilterToken sign = Current;
        if (sign.IsWord || !s_comparisons.Contains(sign.Text))
        {
            throw Wrong(sign, "after " + field.Text + " one of " + string.Join(' ', s_comparisons) + " is missing");
        }

        _next++;
        FilterToken value = Current;
        if (!value.IsWord)
        {
            throw Wrong(value, "a value is missing here, for example " + field.Text + sign.Text + known.Sample);
        }

        _next++;
        if (!known.Signs.Contains(sign.Text))
        {
            throw Wrong(sign, field.Text + " knows only " + string.Join(' ', known.Signs));
        }

        return known.Make(sign.Text, value.Text, out string problem) ?? throw Wrong(value, problem);
    }

    private bool Skip(string sign)
    {
        bool there = !Current.IsWord && Current.Text == sign;
        _next += there ? 1 : 0;
        return there;
    }

    private FilterException Wrong(FilterToken token, string message)
    {
        int quotes = token.At < _text.Length && _text[token.At] == '"' ? 2 : 0;
        return new FilterException(_text, token.At, token.Text.Length + quotes, message);
    }
}
