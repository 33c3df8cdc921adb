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

    internal override string Claim =>
        "Closing r connections a second keeps r x 2 x MSL TIME-WAIT entries: each costs memory, but neither a socket nor a file "
        + "descriptor; what it costs in time depends on how the stack looks entries up.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("entry", "what a stack remembers of a connection in TIME-WAIT: the 4-tuple, two sequence numbers and when it ends."),
        new("steady state", "after 2 x MSL as many entries end as begin, and their number stays."),
        new("hash table", "finds one entry among many in about the same time, however many there are; a list has to be walked."),
        new("lwIP", "the C stack that ESP32 boards use for ordinary sockets. Figures for it are computed from its published "
            + "structures (a TIME-WAIT connection keeps its whole control block, 160 bytes for IPv4 on a 32-bit chip), not measured here."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "A client closes 1, 10 and 100 connections a second for 2 x MSL + 10 s with 2 x MSL = 120 s; then the entries are counted.",
        "A board's table of 16 entries and 20 closes within 2 x MSL: what happens to the last four.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "Size the table as rate x 2 x MSL. A board that closes one connection a second itself needs 120 entries of 28 bytes, 3.4 kB.",
        "With 16 entries the limit is one active close every 7.5 s; beyond it the entry that would end soonest is dropped, counted "
            + "and traced, and with it its protection.",
        "In lwIP a TIME-WAIT entry occupies a control block of the pool that new connections come from, and stands in a list that is "
            + "walked for each segment that belongs to no live connection; when the pool is empty lwIP drops the oldest TIME-WAIT.",
    ];

    internal override string OnKernel =>
        "1,000 closes over the loopback device of a namespace within a second or two, so all entries are there at once; the size of one "
        + "is that of the kernel's slab tw_sock_TCP, and look-ups in its hash table were not timed. A steady state would need a minute of real closes. For the full table "
        + "tcp_max_tw_buckets was set to 16.";

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

        bench.Expect("bytes of one entry", MeasuredBytes(), EntryBytes, WhyBytes);

        Full(bench);
        LookUp(bench);
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

    private const string WhyBytes = "The engine keeps a row of numbers in shared arrays, measured here as what 10,000 entries more take "
        + "from the heap. Linux keeps an object that links into its tables and carries what timestamps, IPv6 and routing need.";

    private static long MeasuredBytes()
    {
        const int More = 10_000;
        Silent host = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new CloseEngine(new CloseEngineOptions { TimeWaitEntries = BoardEntries }, 1, host, null, 0));
        long between = GC.GetAllocatedBytesForCurrentThread();
        GC.KeepAlive(new CloseEngine(new CloseEngineOptions { TimeWaitEntries = BoardEntries + More }, 1, host, null, 0));
        long small = between - before;
        return (long)Math.Round((GC.GetAllocatedBytesForCurrentThread() - between - small) / (double)More);
    }

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
        bench.Expect("closes that lost their TIME-WAIT", engine.Counters[(int)EngineCounter.Evictions], BoardCloses - BoardEntries);
        bench.Expect("which ones", "the oldest", "the oldest", WhyFull);
    }

    // The cost of a segment that meets no entry, with few and with many of them; best of several runs, for the machine is shared.
    private static void LookUp(LabBench bench)
    {
        double few = BestNs(bench, BoardEntries);
        double many = BestNs(bench, Many);
        string ratio = string.Create(CultureInfo.InvariantCulture, $"{many / few:0.0} times that among 16");
        bench.Show("time of a look-up among 15,000 entries", ratio, ofTheDay: true);
    }

    private static double BestNs(LabBench bench, int entries)
    {
        const int LookUps = 20_000;
        LabPair pair = bench.Pair(new LabSetup { Client = o => o.TimeWaitEntries = entries, Traced = false, DelayMs = 0 });
        Crowd crowd = new(pair);
        for (int k = 0; k < entries; k++)
        {
            int client = crowd.Open(0);
            crowd.Close(client, crowd.Accept(), serverFirst: false);
        }

        CloseEngine engine = ((EngineStack)pair.Client).Engine;
        double best = double.MaxValue;
        for (int run = 0; run < 5; run++)
        {
            long began = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int k = 0; k < LookUps; k++)
            {
                engine.Find(LabBench.ServerAddress, LabPair.ServerPort, 49152 + (k % entries));
            }

            best = Math.Min(best, System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalNanoseconds / LookUps);
        }

        return best;
    }

    private const string WhyFull = "A full table must give something up. The engine drops the entry that would end soonest, which has "
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
