using System;
using System.Globalization;

namespace NanoTcpClose.Companion.Cli.Diff;

/// <summary>How far two times may lie apart: a span, a part of the longer one, or both added.</summary>
/// <param name="SpanMs">Milliseconds.</param>
/// <param name="Part">0.1 for 10 %.</param>
internal sealed record Tolerance(double SpanMs, double Part)
{
    /// <summary>20ms, 10%, or 20ms+10%; null when it is none of them.</summary>
    internal static Tolerance? Parse(string text)
    {
        string[] parts = text.Split('+');
        double span = 0;
        double part = 0;
        foreach (string one in parts)
        {
            bool percent = one.EndsWith('%') && double.TryParse(
                one[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out part);
            if (!percent && Spans.Parse(one) is not TimeSpan)
            {
                return null;
            }

            span = percent ? span : Spans.Parse(one)!.Value.TotalMilliseconds;
        }

        bool once = parts.Length == 1 || (parts.Length == 2 && parts[0].EndsWith('%') != parts[1].EndsWith('%'));
        return once && part is >= 0 and <= 100 ? new Tolerance(span, part / 100) : null;
    }

    /// <summary>Whether they lie apart no further than that.</summary>
    internal bool Lets(double a, double b)
    {
        return Math.Abs(a - b) <= SpanMs + (Part * Math.Max(a, b));
    }
}
