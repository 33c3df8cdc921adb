using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>Cuts a filter into words and signs.</summary>
internal static class FilterTokens
{
    private static readonly string[] s_signs = ["&&", "||", "==", "!=", ">=", "<=", "~", ">", "<", "!", "(", ")"];

    /// <summary>All of them; the last one is empty and stands at the end.</summary>
    internal static IReadOnlyList<FilterToken> Of(string text)
    {
        List<FilterToken> tokens = [];
        int at = 0;
        while (at < text.Length)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            FilterToken token = Sign(text, at) ?? Word(text, at);
            tokens.Add(token);
            at = token.At + token.Text.Length + (text[token.At] is '"' ? 2 : 0);
        }

        tokens.Add(new FilterToken("", text.Length, false));
        return tokens;
    }

    private static FilterToken? Sign(string text, int at)
    {
        string? sign = s_signs.FirstOrDefault(s => string.CompareOrdinal(text, at, s, 0, s.Length) == 0);
        return sign is not null ? new FilterToken(sign, at, false)
            : text[at] is '=' or '&' or '|'
                ? throw new FilterException(text, at, 1, "'" + text[at] + "' alone says nothing: write "
                    + (text[at] == '=' ? "==" : text[at] == '&' ? "&&" : "||"))
                : null;
    }

    private static FilterToken Word(string text, int at)
    {
        if (text[at] == '"')
        {
            int close = text.IndexOf('"', at + 1);
            return close > 0
                ? new FilterToken(text[(at + 1)..close], at, true)
                : throw new FilterException(text, at, text.Length - at, "the quotation mark is not closed");
        }

        int end = at;
        while (end < text.Length && !"&|=!<>~() \"".Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        return new FilterToken(text[at..end], at, true);
    }
}
