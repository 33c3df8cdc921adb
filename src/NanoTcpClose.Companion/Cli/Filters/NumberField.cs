using System;
using System.Collections.Generic;
using System.Globalization;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>A field with a number or a duration.</summary>
internal sealed class NumberField(string name, bool duration, Func<FilterSubject, double?> get) : IFilterField
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Sample => duration ? "2s" : "1";

    /// <inheritdoc/>
    public IReadOnlyList<string> Signs { get; } = ["==", "!=", ">=", "<=", ">", "<"];

    /// <inheritdoc/>
    public Func<FilterSubject, bool>? Make(string sign, string value, out string problem)
    {
        problem = duration
            ? "'" + value + "' is no duration: write 500ms, 2s or 1m"
            : "'" + value + "' is no number";
        double? wanted = duration ? Spans.Parse(value)?.TotalMilliseconds
            : Number(value);
        return wanted is not double limit ? null : subject => get(subject) is double seen && sign switch
        {
            "==" => seen == limit,
            "!=" => seen != limit,
            ">=" => seen >= limit,
            "<=" => seen <= limit,
            ">" => seen > limit,
            _ => seen < limit,
        };
    }

    private static double? Number(string text)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number) ? number : null;
    }
}
