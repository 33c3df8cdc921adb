using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace NanoTcpClose.Benchmarks;

/// <summary>
/// Side by side with lwIP in one run. Ours and theirs take turns in slices of a fraction of a millisecond on one
/// processor, each pair gives a ratio, and the median of the ratios stands beside its target.
/// </summary>
internal sealed class Compare
{
    private const int Pairs = 151;
    private const int PairsOfLongSlices = 31;
    private const int WarmUpMs = 2500;
    private const long ClosesEach = 160;
    private const double Noisy = 0.5;

    private static readonly int[] s_sizes = [16, 1000, 10000, 60000];

    private readonly List<string> _missed = [];
    private readonly List<string> _noisy = [];
    private string _only = "";

    /// <summary>Runs everything; the exit code.</summary>
    /// <param name="only">A part of the title of the rows to run; empty: all.</param>
    public int Run(string only)
    {
        _only = only;
        using LwipPeer lwip = LwipPeer.Start();
        bool pinned = OneProcessor(lwip);
        Console.WriteLine(Machine.Line);
        Console.WriteLine("ours: Release, JIT with tiered PGO after warm-up; lwIP: gcc -O2, NO_SYS=1, "
            + $"sizeof(tcp_pcb) {lwip.ControlBlockBytes}; {(pinned ? "both on one processor" : "not pinned")}");
        Console.WriteLine($"{"what",-50}{"ours ns",10}{"theirs",12}{"ratio",8}{"quartiles",15}  target");
        EngineLoop ours = new(16);
        Closes(lwip, ours, "close, active and passive, three segments", "close3");
        Closes(lwip, ours, "close, active and passive, four segments", "close4");
        Closes(lwip, ours, "simultaneous close, four segments", "simultaneous");
        Row("entry inserted and expired", () => ours.Cycles(160), () => lwip.Run("cycle", 160), double.NaN, Pairs);
        foreach (int size in s_sizes)
        {
            Table(lwip, size);
        }

        return Verdict();
    }

    private void Closes(LwipPeer lwip, EngineLoop ours, string title, string command)
    {
        Row(title, () => ours.Closes(command, ClosesEach), () => lwip.Run(command, ClosesEach), 0.4, Pairs);
    }

    private void Table(LwipPeer lwip, int size)
    {
        EngineLoop ours = new(size);
        ours.Fill(size);
        ours.PrepareHits(size);
        lwip.Run("fill", size);
        int pairs = size > 1000 ? PairsOfLongSlices : Pairs;
        long theirs = Math.Max(8, 32768 / size);
        Row($"repeated FIN on TIME-WAIT, {size} entries", () => ours.Hits(2048), () => lwip.Run("hit", theirs), 0.4, pairs);
        Row($"tick, none due, {size} entries", () => ours.Ticks(20000), () => lwip.Run("tick", theirs), 0.4, pairs);
        if (size == s_sizes[^1])
        {
            EngineLoop small = new(16);
            small.Fill(16);
            Row(
                $"close, three segments, beside {size}; theirs: our 16",
                () => ours.Closes("close3", ClosesEach),
                () => small.Closes("close3", ClosesEach),
                1.2,
                Pairs);
        }
    }

    private void Row(string title, Func<double> ours, Func<double> theirs, double target, int pairs)
    {
        if (!title.Contains(_only, StringComparison.Ordinal))
        {
            return;
        }

        WarmUp(ours);
        List<(double Ours, double Theirs)> times = [];
        for (int k = 0; k < pairs; k++)
        {
            times.Add(k % 2 == 0 ? (ours(), theirs()) : Swapped(theirs(), ours()));
        }

        double[] ratios = [.. times.Select(pair => pair.Ours / pair.Theirs).Order()];
        double ratio = ratios[pairs / 2];
        (double low, double high) = (ratios[pairs / 4], ratios[pairs * 3 / 4]);
        string verdict = double.IsNaN(target) ? "none" : $"<= {target} {(ratio <= target ? "met" : "MISSED")}";
        Console.WriteLine($"{title,-50}{Median(times.Select(pair => pair.Ours)),10:F1}"
            + $"{Median(times.Select(pair => pair.Theirs)),12:F1}{ratio,8:F3}{$"{low:F3}-{high:F3}",15}  {verdict}");
        if (ratio > target)
        {
            _missed.Add(title);
        }

        // Noise matters where it reaches over the target.
        if ((high - low) / ratio > Noisy && low <= target && high >= target)
        {
            _noisy.Add(title);
        }
    }

    private static (double Ours, double Theirs) Swapped(double theirs, double ours) => (ours, theirs);

    /// <summary>Until the compiler in the background has had its time, also on a busy machine.</summary>
    private static void WarmUp(Func<double> ours)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.ElapsedMilliseconds < WarmUpMs)
        {
            for (int k = 0; k < 20; k++)
            {
                ours();
            }

            System.Threading.Thread.Sleep(20);
        }
    }

    private static bool OneProcessor(LwipPeer lwip)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        int last = Environment.ProcessorCount - 1;
        return Machine.Pin(0, last) && Machine.Pin(lwip.ProcessId, last);
    }

    private int Verdict()
    {
        if (_noisy.Count > 0)
        {
            Console.WriteLine($"the machine is too noisy to tell: {string.Join("; ", _noisy)}");
        }

        Console.WriteLine(_missed.Count == 0 ? "all targets met" : $"missed: {string.Join("; ", _missed)}");
        return _missed.Count == 0 && _noisy.Count == 0 ? 0 : 1;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
