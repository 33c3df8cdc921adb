using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>6: what can still arrive after one MSL, and after two.</summary>
internal sealed class WhyTwoMsl : LabScenario
{
    private const double AlmostMslMs = 59_900;

    internal override string Name => "why-2msl";

    internal override string Claim =>
        "One MSL covers the way of the last ACK, the second covers what the peer sent before that ACK reached it: a segment of the "
        + "old connection can arrive almost two MSL after TIME-WAIT began, and none later.";

    internal override IReadOnlyList<string> Done =>
    [
        "MSL 60 s, and the slowest link that this allows: from here on every segment takes 59.9 s. The client acknowledges the "
            + "server's FIN and enters TIME-WAIT; this ACK is 59.9 s on its way.",
        "Until the ACK arrives, the server repeats its FIN: 1, 3, 7, 15 and 31 s after the first. Each repetition takes 59.9 s as well.",
        "The lab notes when each of them arrives, counted from the beginning of TIME-WAIT. The last one comes long after one MSL.",
        "Then closes with an MSL of 30, 60 and 120 s (RFC 793 and RFC 9293 name two minutes): how long the entry stays, exactly.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "The engine's MSL is an option (MslMs, 60 s). On a network that you know, such as one radio hop, a shorter one is a decision "
            + "with a risk that you can name: see shortened.",
        "On Linux tcp_fin_timeout does not shorten TIME-WAIT: it bounds FIN-WAIT-2 of sockets that their application has closed.",
    ];

    internal override string OnKernel =>
        "real timers of 60 s are read from sock_diag, not waited for. Segments that travel for a minute cannot be shown in reasonable "
        + "time. tcp_fin_timeout was set to 30 in the namespace, and both timers that it is said to change were read.";

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            Kernel(bench);
            return;
        }

        Slowest(bench);
        foreach ((int seconds, string name) in new[] { (30, "MSL 30 s"), (60, "MSL 60 s"), (120, "MSL 120 s") })
        {
            bench.Between("TIME-WAIT lasts with " + name, Lifetime(bench, seconds * 1000), seconds * 2000, seconds * 2000);
        }
    }

    private static void Slowest(LabBench bench)
    {
        LabPair pair = bench.OpenPair(new LabSetup { Client = o => o.MslMs = 60_000 });
        pair.Client.Close(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        pair.Server.Close(pair.ServerHandle);
        pair.Carry(LabSide.Server);
        long began = pair.Clock.NowUs;
        LabSegment ack = pair.Take(LabSide.Client);
        long arrives = ack.AtUs + (long)(AlmostMslMs * 1000);
        List<LabSegment> again = [];
        while (pair.Server.Take((arrives - pair.Clock.NowUs) / 1000.0) is LabSegment fin)
        {
            again.Add(fin);
        }

        pair.DelayMs = AlmostMslMs;
        pair.Deliver(LabSide.Client, ack);
        bench.Between("the last ACK arrives after", (pair.Clock.NowUs - began) / 1000.0, AlmostMslMs, AlmostMslMs);
        bench.Expect("server once the ACK is there", Names.State(pair.ServerState), "CLOSED");
        bench.Expect("FINs repeated until then", again.Count, 5);
        double last = 0;
        foreach (LabSegment fin in again)
        {
            pair.Deliver(LabSide.Server, fin);
            last = (pair.Clock.NowUs - began) / 1000.0;
        }

        bench.Expect("the last repeated FIN, after one MSL (60 s)", last > 60_000 ? "yes" : "no", "yes");
        bench.Between("it arrives after", last, 90_890, 90_890);
        bench.Expect("and before two MSL (120 s)", last < 120_000 ? "yes" : "no", "yes");
        bench.Expect("client when it arrives", Names.State(pair.ClientState), "TIME-WAIT");
    }

    private static double Lifetime(LabBench bench, int mslMs)
    {
        LabPair pair = bench.OpenPair(new LabSetup { Client = o => o.MslMs = mslMs });
        pair.Client.Close(pair.ClientHandle);
        pair.Pump();
        pair.Server.Close(pair.ServerHandle);
        long fin = pair.Take(LabSide.Server) is LabSegment segment ? Arrive(pair, segment) : 0;
        pair.Clock.Wait(pair.Client.TimerMs(pair.ClientHandle) - 1);
        bool there = pair.ClientState == TcpState.TimeWait;
        pair.Clock.Wait(1);
        return there && pair.ClientState == TcpState.Closed ? (pair.Clock.NowUs - fin) / 1000.0 : -1;
    }

    private static long Arrive(LabPair pair, LabSegment fin)
    {
        pair.Deliver(LabSide.Server, fin);
        return pair.Clock.NowUs;
    }

    private static void Kernel(LabBench bench)
    {
        LabPair pair = bench.OpenPair(new LabSetup { Parameters = [("tcp_fin_timeout", "30")] });
        pair.Client.Close(pair.ClientHandle);
        pair.Pump();
        bench.Expect("client after its close", Names.State(pair.ClientState), "FIN-WAIT-2");
        bench.Between("bound of FIN-WAIT-2, tcp_fin_timeout 30", pair.Client.TimerMs(pair.ClientHandle), 29_000, 30_000);
        pair.Server.Close(pair.ServerHandle);
        pair.Carry(LabSide.Server);
        pair.Carry(LabSide.Client);
        double left = pair.Client.TimerMs(pair.ClientHandle);
        bench.Expect("client after the server's FIN", Names.State(pair.ClientState), "TIME-WAIT");
        bench.Between("TIME-WAIT with tcp_fin_timeout 30", left, 55_000, 60_000);
    }
}
