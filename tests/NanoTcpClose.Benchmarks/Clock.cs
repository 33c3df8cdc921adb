using System.Diagnostics;

namespace NanoTcpClose.Benchmarks;

/// <summary>The stopwatch of the benchmarks.</summary>
internal static class Clock
{
    public static long Now => Stopwatch.GetTimestamp();

    public static double Nanoseconds(long ticks) => ticks * (1e9 / Stopwatch.Frequency);
}
