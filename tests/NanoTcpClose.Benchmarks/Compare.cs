using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Benchmarks;

/// <summary>Side by side with lwIP: medians of interleaved repetitions, each ratio beside its target.</summary>
internal sealed class Compare
{
    private const int Repetitions = 15;
    private const int Warmups = 4;
    private const long ClosesEach = 8000;
    private const long HitsEach = 16384;

    private static readonly int[] s_sizes = [16, 1000, 10000, 60000];

    private readonly List<string> _missed = [];
    private double _spread;

    /// <summary>Runs everything; the exit code.</summary>
    public int Run()
    {
        using LwipPeer lwip = LwipPeer.Start();
        Console.WriteLine($"lwIP: sizeof(tcp_pcb) {lwip.ControlBlockBytes} bytes; medians of {Repetitions} runs");
        Console.WriteLine($"{"what",-46}{"ours ns",10}{"lwIP ns",10}{"ratio",8}  target");
        EngineLoop ours = new(16);
        double close3 = Against(lwip, "close, active and passive, three segments", "close3", ours, 0.4);
        Against(lwip, "close, active and passive, four segments", "close4", ours, 0.4);
        Against(lwip, "simultaneous close", "simultaneous", ours, 0.4);
        Tables(lwip, close3);
        return Verdict();
    }

    private double Against(LwipPeer lwip, string title, string command, EngineLoop ours, double target)
    {
        (double mine, double peer) = Interleave(
            () => ours.Closes(command, ClosesEach),
            () => lwip.Run(command, ClosesEach));
        Row(title, mine, peer, mine / peer, target);
        return mine;
    }

    private void Tables(LwipPeer lwip, double closeWith16)
    {
        double first = 0;
        foreach (int size in s_sizes)
        {
            EngineLoop ours = new(size);
            ours.Fill(size);
            ours.PrepareHits(size);
            lwip.Run("fill", size);
            long peerHits = Math.Max(64, HitsEach * 16 / size);
            (double mine, double peer) = Interleave(() => ours.Hits(HitsEach), () => lwip.Run("hit", peerHits));
            first = size == 16 ? mine : first;
            Row($"repeated FIN on TIME-WAIT, {size} entries", mine, peer, mine / peer, 0.4);
            if (size == 60000)
            {
                Row("  the same against our own with 16", mine, first, mine / first, double.NaN);
            }

            (mine, peer) = Interleave(() => ours.Ticks(100000), () => lwip.Run("tick", Math.Max(16, 160000 / size)));
            Row($"tick, none due, {size} entries", mine, peer, mine / peer, 0.4);
            if (size == 60000)
            {
                CloseBesideFullTable(ours, closeWith16);
            }
        }
    }

    private void CloseBesideFullTable(EngineLoop full, double closeWith16)
    {
        EngineLoop small = new(16);
        small.Fill(16);
        (double mine, double few) = Interleave(() => full.Closes("close3", 800), () => small.Closes("close3", 800));
        Row("close, three segments, beside 60000 (right: 16)", mine, few, mine / few, 1.2);
        _ = closeWith16;
    }

    private (double Ours, double Peer) Interleave(Func<double> ours, Func<double> peer)
    {
        List<double> a = [];
        List<double> b = [];
        for (int k = 0; k < Warmups + Repetitions; k++)
        {
            double x = ours();
            double y = peer();
            if (k >= Warmups)
            {
                a.Add(x);
                b.Add(y);
            }
        }

        _spread = Math.Max(_spread, Math.Max(Spread(a), Spread(b)));
        return (Median(a), Median(b));
    }

    private void Row(string title, double mine, double peer, double ratio, double target)
    {
        string verdict = double.IsNaN(target) ? "-" : ratio <= target ? $"<= {target} met" : $"<= {target} MISSED";
        Console.WriteLine($"{title,-46}{mine,10:F1}{peer,10:F1}{ratio,8:F3}  {verdict}");
        if (ratio > target)
        {
            _missed.Add(title);
        }
    }

    private int Verdict()
    {
        if (_spread > 1.0)
        {
            Console.WriteLine($"the machine is noisy: quartiles of a row differ by up to {_spread:P0} of its median");
        }

        Console.WriteLine(_missed.Count == 0 ? "all targets met" : $"missed: {string.Join("; ", _missed)}");
        return _missed.Count == 0 ? 0 : 1;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Spread(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / sorted[sorted.Length / 2];
    }
}
