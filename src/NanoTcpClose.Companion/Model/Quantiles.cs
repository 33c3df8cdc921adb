using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>Median, 95th percentile and maximum of some times, each one of the times itself (nearest rank).</summary>
/// <param name="Count">How many times there are; the others are 0 without any.</param>
/// <param name="Median">Half of them are not longer.</param>
/// <param name="P95">95 % of them are not longer.</param>
/// <param name="Max">The longest.</param>
public readonly record struct Quantiles(int Count, double Median, double P95, double Max)
{
    /// <summary>Of times in any order.</summary>
    public static Quantiles Of(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return sorted.Length == 0
            ? default
            : new Quantiles(sorted.Length, Rank(sorted, 0.5), Rank(sorted, 0.95), sorted[^1]);
    }

    private static double Rank(double[] sorted, double part)
    {
        return sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * part) - 1)];
    }
}
