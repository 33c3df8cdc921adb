using System;
using System.Diagnostics;
using System.Globalization;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>Weighs and times the engine's table.</summary>
internal static class TableCost
{
    private const int LookUps = 20_000;
    private const int Runs = 5;

    /// <summary>What one entry more takes from the heap.</summary>
    internal static long EntryBytes()
    {
        const int More = 10_000;
        return (long)Math.Round((Weight(More + 16) - Weight(16)) / (double)More);
    }

    /// <summary>
    /// How much longer a look-up takes among many entries than among few; best of some runs, for the machine is shared.
    /// </summary>
    internal static string LookUpRatio(LabBench bench, int few, int many)
    {
        double ratio = BestNs(bench, many) / BestNs(bench, few);
        return string.Create(CultureInfo.InvariantCulture, $"{ratio:0.0} times that among {few}");
    }

    private static long Weight(int entries)
    {
        CloseEngineOptions options = new() { TimeWaitEntries = entries };
        Silent host = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new CloseEngine(options, 1, host, null, 0));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static double BestNs(LabBench bench, int entries)
    {
        LabPair pair = bench.Pair(new LabSetup
        {
            Client = o => o.TimeWaitEntries = entries,
            Traced = false,
            DelayMs = 0,
        });
        Crowd crowd = new(pair);
        for (int k = 0; k < entries; k++)
        {
            int client = crowd.Open(0);
            crowd.Close(client, crowd.Accept(), serverFirst: false);
        }

        CloseEngine engine = ((EngineStack)pair.Client).Engine;
        double best = double.MaxValue;
        for (int run = 0; run < Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int k = 0; k < LookUps; k++)
            {
                engine.Find(LabBench.ServerAddress, LabPair.ServerPort, 49152 + (k % entries));
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalNanoseconds / LookUps);
        }

        return best;
    }
}
