using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>10: rate times 2 x MSL.</summary>
internal sealed class Accumulation : LabScenario
{
    private const int EntryBytes = 28;
    private const int LwipBytes = 160;
    private const int KernelCloses = 1000;
    private const int Many = 15_000;
    private const int BoardEntries = 16;
    private const int BoardCloses = 20;

    internal override string Name => "accumulation";

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            Kernel(bench);
            return;
        }

        Crowd.DrawOne(bench, "The client's view of one of them", 0, serverFirst: false);
        foreach (int rate in new[] { 1, 10, 100 })
        {
            int entries = Steady(bench, rate);
            string name = string.Create(CultureInfo.InvariantCulture, $"{rate} closes/s x 120 s: entries");
            bench.Expect(name, entries, rate * 120L);
            string of = string.Create(CultureInfo.InvariantCulture, $"  their bytes (lwIP at {rate}/s, computed)");
            bench.Show(of, Bytes(entries, EntryBytes) + " (" + Bytes(entries, LwipBytes) + ")");
        }

        bench.Expect("bytes of one entry", TableCost.EntryBytes(), EntryBytes, WhyBytes);

        Full(bench);
        string ratio = TableCost.LookUpRatio(bench, BoardEntries, Many);
        bench.Show("time of a look-up among 15,000 entries", ratio, ofTheDay: true);
    }

    private static int Steady(LabBench bench, int rate)
    {
        LabPair pair = bench.Pair(new LabSetup
        {
            Client = o => o.TimeWaitEntries = 20_000,
            Traced = false,
            DelayMs = 0,
        });
        Crowd crowd = new(pair);
        long start = pair.Clock.NowUs;
        for (int k = 0; k < rate * 130; k++)
        {
            pair.Clock.WaitUntil(start + (k * 1_000_000L / rate));
            int client = crowd.Open(0);
            crowd.Close(client, crowd.Accept(), serverFirst: false);
        }

        return ((EngineStack)pair.Client).Engine.TimeWaitCount;
    }

    private const string WhyBytes = "The engine keeps a row of numbers in shared arrays, measured here as what "
        + "10,000 entries more take "
        + "from the heap. Linux keeps an object that links into its tables and carries what timestamps, IPv6 and "
        + "routing need.";

    private static void Full(LabBench bench)
    {
        LabPair pair = bench.Pair(new LabSetup { Client = o => o.TimeWaitEntries = BoardEntries, Traced = false });
        Crowd crowd = new(pair);
        for (int k = 0; k < BoardCloses; k++)
        {
            int client = crowd.Open(0);
            crowd.Close(client, crowd.Accept(), serverFirst: false);
        }

        CloseEngine engine = ((EngineStack)pair.Client).Engine;
        bench.Expect("room for 16, 20 closes: entries", engine.TimeWaitCount, BoardEntries);
        bench.Expect(
            "closes that lost their TIME-WAIT",
            engine.Counters[(int)EngineCounter.Evictions],
            BoardCloses - BoardEntries);
        bench.Expect("which ones", "the oldest", "the oldest", WhyFull);
    }

    private const string WhyFull = "A full table must give something up. The engine drops the entry that would end "
        + "soonest, which has "
        + "waited longest; Linux gives the newcomer none (counter TCPTimeWaitOverflow).";

    private static void Kernel(LabBench bench)
    {
        KernelCrowd many = bench.Crowd(("tcp_tw_reuse", "0"));
        int descriptors = System.IO.Directory.GetFileSystemEntries("/proc/self/fd").Length;
        Close(many, KernelCloses);
        bench.Expect("1,000 closes: entries", many.Count(TcpState.TimeWait, 0), KernelCloses);
        int more = System.IO.Directory.GetFileSystemEntries("/proc/self/fd").Length - descriptors;
        bench.Expect("file descriptors that they hold", more < 50 ? "none" : LabBench.Number(more), "none");
        string size = System.IO.File.ReadAllText("/sys/kernel/slab/tw_sock_TCP/object_size").Trim();
        bench.InRange("bytes of one entry", long.Parse(size, CultureInfo.InvariantCulture), 150, 400, WhyBytes);
        bench.Show("their bytes", Bytes(KernelCloses, int.Parse(size, CultureInfo.InvariantCulture)), ofTheDay: true);
        KernelCrowd full = bench.Crowd(("tcp_tw_reuse", "0"), ("tcp_max_tw_buckets", "16"));
        Close(full, BoardCloses);
        bench.Expect("room for 16, 20 closes: entries", full.Count(TcpState.TimeWait, 0), BoardEntries);
        long lost = full.Counter("netstat", "TcpExt", "TCPTimeWaitOverflow");
        bench.Expect("closes that lost their TIME-WAIT", lost, BoardCloses - BoardEntries);
        bench.Expect("which ones", lost == BoardCloses - BoardEntries ? "the newest" : "?", "the newest", WhyFull);
    }

    private static void Close(KernelCrowd crowd, int count)
    {
        for (int k = 0; k < count; k++)
        {
            (Socket client, Socket server) = crowd.Open(out SocketError error)
                ?? throw new LabException("connect failed: " + error);
            crowd.Close(client, server);
        }
    }

    private static string Bytes(int entries, int each)
    {
        return LabBench.Number((long)entries * each);
    }
}
