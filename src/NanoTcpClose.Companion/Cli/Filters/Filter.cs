using System;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>
/// A filter of `watch`: comparisons joined by &amp;&amp;, || and !, with brackets. docs/companion.md has the language.
/// </summary>
public sealed class Filter
{
    private readonly Func<FilterSubject, bool> _test;

    private Filter(Func<FilterSubject, bool> test)
    {
        _test = test;
    }

    /// <summary>Reads an expression. Throws <see cref="FilterException"/>, which points at the place.</summary>
    public static Filter Parse(string text)
    {
        return new Filter(new FilterParser(text).Parse());
    }

    /// <summary>Whether it lets a change or a row of the table through.</summary>
    public bool Lets(FilterSubject subject)
    {
        return _test(subject);
    }
}
