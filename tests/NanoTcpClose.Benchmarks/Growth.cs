using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Benchmarks;

/// <summary>Cost against number of entries, memory against number, decode time against size, each as a plot.</summary>
internal sealed class Growth(string folder)
{
    private static readonly int[] s_sizes = [16, 250, 1000, 4000, 10000, 30000, 60000];

    /// <summary>Measures and writes three files.</summary>
    public int Run()
    {
        Directory.CreateDirectory(folder);
        List<(double X, double Y)> hits = [];
        List<(double X, double Y)> ticks = [];
        List<(double X, double Y)> memory = [];
        WarmUp();
        foreach (int size in s_sizes)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            EngineLoop loop = new(size);
            memory.Add((size, (GC.GetAllocatedBytesForCurrentThread() - before) / 1024.0));
            loop.Fill(size);
            loop.PrepareHits(size);
            hits.Add((size, Best(() => loop.Hits(4096))));
            ticks.Add((size, Best(() => loop.Ticks(20000))));
        }

        Save("growth-cost.svg", new Plot("Cost against TIME-WAIT entries", "entries", "ns")
            .Line("repeated FIN on a random entry", hits)
            .Line("advance, nothing due", ticks));
        Save("growth-memory.svg", new Plot("Engine memory against TIME-WAIT entries", "entries", "kB").Line("engine", memory));
        Save("growth-decode.svg", new Plot("Decode time against length of the line", "MB", "ms").Line("clean line", Decoding()));
        return 0;
    }

    /// <summary>Until the compiler in the background has had its time: the first point is no dearer than the others.</summary>
    private static void WarmUp()
    {
        EngineLoop loop = new(250);
        loop.Fill(250);
        loop.PrepareHits(250);
        for (int k = 0; k < 100; k++)
        {
            loop.Hits(4096);
            loop.Ticks(20000);
            Thread.Sleep(20);
        }
    }

    private static List<(double X, double Y)> Decoding()
    {
        List<(double X, double Y)> points = [];
        foreach (int records in new[] { 10_000, 50_000, 100_000, 200_000, 400_000 })
        {
            byte[] line = TraceStream.Clean(records);
            TraceDecoder decoder = new(new CountingSink());
            points.Add((line.Length / 1e6, Best(() =>
            {
                long start = Clock.Now;
                decoder.Feed(line);
                return Clock.Nanoseconds(Clock.Now - start) / 1e6;
            })));
        }

        return points;
    }

    private static double Best(Func<double> measure)
    {
        return Enumerable.Range(0, 60).Select(_ => measure()).Order().ElementAt(10);
    }

    private void Save(string name, Plot plot)
    {
        File.WriteAllText(Path.Combine(folder, name), plot.ToSvg());
        Console.WriteLine($"{name}: {plot.Summary()}");
    }
}
