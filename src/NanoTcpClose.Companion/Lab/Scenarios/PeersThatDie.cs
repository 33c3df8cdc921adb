using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>17: the peer dies in the middle of the close.</summary>
internal sealed class PeersThatDie : LabScenario
{
    private const double DayMs = 86_400_000;

    internal override string Name => "fin-wait-2-forever";

    internal override IReadOnlyList<string> Aliases => ["last-ack-zombie"];

    internal override void Play(LabBench bench)
    {
        FinWait2(bench);
        HalfClosed(bench);
        LastAck(bench);
    }

    private static void FinWait2(LabBench bench)
    {
        const string Why = "Linux was told to wait 1 s (tcp_fin_timeout = 1) instead of its 60 s, to be waited for "
            + "here. The engine's "
            + "60 s are the same bound (FinWait2TimeoutMs).";
        LabPair pair = bench.OpenPair(new LabSetup { Parameters = [("tcp_fin_timeout", "1")] });
        pair.Client.Close(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        long began = pair.Clock.NowUs;
        bench.Expect("closed: state when the server dies", Names.State(pair.ClientState), "FIN-WAIT-2");
        double lasted = UntilClosed(pair.Clock, pair.Client, pair.ClientHandle, began, bench.OnKernel ? 5000 : DayMs);
        bench.Between(
            "closed: FIN-WAIT-2 lasts", lasted, bench.OnKernel ? 900 : 60_000, bench.OnKernel ? 4000 : 60_000, Why);
        bench.Flow("The client's view: the peer's FIN never comes", pair.Client, pair.ClientHandle);
    }

    private static void HalfClosed(LabBench bench)
    {
        LabPair pair = bench.OpenPair(new LabSetup { Parameters = [("tcp_fin_timeout", "1")] });
        pair.Client.ShutdownWrite(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        if (bench.OnKernel)
        {
            bench.Expect("half-closed: timer", pair.Client.TimerMs(pair.ClientHandle) < 0 ? "none" : "one", "none");
            return;
        }

        pair.Clock.Wait(DayMs);
        bench.Expect("half-closed: state a day later", Names.State(pair.ClientState), "FIN-WAIT-2");
    }

    private static void LastAck(LabBench bench)
    {
        const string Why = "The engine repeats after 1, 2, 4 s and so on for R2 = 120 s. Linux begins at 200 ms or "
            + "earlier "
            + "(a tail loss probe), and here it was told to give up after the time that 2 repetitions take.";
        LabPair pair = bench.OpenPair(new LabSetup { Parameters = [("tcp_orphan_retries", "2")] });
        pair.Server.Close(pair.ServerHandle);
        pair.Carry(LabSide.Server);
        pair.Carry(LabSide.Client);
        pair.Client.Close(pair.ClientHandle);
        long began = pair.Take(LabSide.Client).AtUs;
        bench.Expect("zombie: state when the server dies", Names.State(pair.ClientState), "LAST-ACK");
        double limit = bench.OnKernel ? 8000 : DayMs;
        int sent = 1;
        while (pair.ClientState == TcpState.LastAck && (pair.Clock.NowUs - began) / 1000.0 < limit)
        {
            sent += pair.Client.Take(bench.OnKernel ? 20 : 1000) is null ? 0 : 1;
        }

        double lasted = UntilClosed(pair.Clock, pair.Client, pair.ClientHandle, began, limit);
        bench.InRange("zombie: FINs sent in all", sent, bench.OnKernel ? 3 : 7, bench.OnKernel ? 6 : 7, Why);
        bench.Between(
            "zombie: LAST-ACK lasts", lasted, bench.OnKernel ? 500 : 120_000, bench.OnKernel ? 8000 : 120_000, Why);
        bench.Expect("zombie: state at the end", Names.State(pair.ClientState), "CLOSED");
        bench.Flow("The client's view: seven FINs into nothing", pair.Client, pair.ClientHandle);
    }

    private static double UntilClosed(LabClock clock, LabStack stack, int handle, long beganUs, double limitMs)
    {
        while (stack.State(handle) != TcpState.Closed && (clock.NowUs - beganUs) / 1000.0 < limitMs)
        {
            clock.Wait(clock is VirtualClock ? 1000 : 10);
        }

        return (clock.NowUs - beganUs) / 1000.0;
    }
}
