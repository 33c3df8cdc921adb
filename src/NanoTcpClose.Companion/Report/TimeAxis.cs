using System;
using System.Collections.Generic;
using System.Globalization;

namespace NanoTcpClose.Companion.Report;

/// <summary>A span of time as percent of a width, with round ticks.</summary>
internal sealed class TimeAxis
{
    private const int MostTicks = 8;
    private static readonly double[] s_steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];

    internal TimeAxis(double startMs, double endMs)
    {
        StartMs = startMs;
        EndMs = Math.Max(endMs, startMs + 1);
    }

    internal double StartMs { get; }

    internal double EndMs { get; }

    /// <summary>Place of a moment, 0 to 100.</summary>
    internal double Percent(double ms)
    {
        return Math.Clamp((ms - StartMs) / (EndMs - StartMs) * 100, 0, 100);
    }

    /// <summary>Round moments counted from the start, with their labels.</summary>
    internal IReadOnlyList<(double Percent, string Label)> Ticks()
    {
        double step = Step(EndMs - StartMs);
        List<(double, string)> ticks = [];
        for (double at = 0; at <= EndMs - StartMs; at += step)
        {
            ticks.Add((Percent(StartMs + at), Label(at, step)));
        }

        return ticks;
    }

    private static double Step(double span)
    {
        double least = span / MostTicks;
        foreach (double unit in new[] { 1.0, 1000, 60_000, 3_600_000 })
        {
            double limit = unit switch
            {
                1.0 => 1000,
                3_600_000 => double.MaxValue,
                _ => unit * 60,
            };
            foreach (double step in s_steps)
            {
                if (unit * step >= least && unit * step < limit)
                {
                    return unit * step;
                }
            }
        }

        return 3_600_000 * Math.Ceiling(least / 3_600_000);
    }

    private static string Label(double ms, double step)
    {
        (double unit, string name) = step switch
        {
            < 1000 => (1.0, " ms"),
            < 60_000 => (1000.0, " s"),
            < 3_600_000 => (60_000.0, " min"),
            _ => (3_600_000.0, " h"),
        };
        return (ms / unit).ToString("0.##", CultureInfo.InvariantCulture) + name;
    }
}
