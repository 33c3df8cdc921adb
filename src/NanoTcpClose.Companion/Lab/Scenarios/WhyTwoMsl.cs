using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>6: what can still arrive after one MSL, and after two.</summary>
internal sealed class WhyTwoMsl : LabScenario
{
    private const double AlmostMslMs = 59_900;

    internal override string Name => "why-2msl";

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
            bench.Between(
                "TIME-WAIT lasts with " + name, Lifetime(bench, seconds * 1000), seconds * 2000, seconds * 2000);
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
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        bench.Expect("client after its close", Names.State(pair.ClientState), "FIN-WAIT-2");
        bench.Between(
            "bound of FIN-WAIT-2, tcp_fin_timeout 30", pair.Client.TimerMs(pair.ClientHandle), 29_000, 30_000);
        pair.Server.Close(pair.ServerHandle);
        pair.Carry(LabSide.Server);
        pair.Deliver(LabSide.Client, pair.Take(LabSide.Client));
        double left = pair.Client.TimerMs(pair.ClientHandle);
        bench.Expect("client after the server's FIN", Names.State(pair.ClientState), "TIME-WAIT");
        bench.Between("TIME-WAIT with tcp_fin_timeout 30", left, 55_000, 60_000);
    }
}
