using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>14: TIME-WAIT cut to one second.</summary>
internal sealed class Shortened : LabScenario
{
    private const uint Initial = 1000;
    private const double LateMs = 1500;
    private static readonly byte[] s_old = Encoding.ASCII.GetBytes("OLD-ORDER!");

    internal override string Name => "shortened";

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            LabProbe kernel = bench.Probe(new LabSetup { Parameters = [("tcp_fin_timeout", "1")] });
            kernel.Open(Initial);
            kernel.StackClosesFirst();
            double left = kernel.Stack.TimerMs(kernel.Handle);
            bench.Between("TIME-WAIT with tcp_fin_timeout = 1", left, 55_000, 60_000);
            kernel.Clock.Wait(LateMs);
            bench.Expect("server 1.5 s after the close", Names.State(kernel.State), "TIME-WAIT");
            return;
        }

        bench.Expect("MSL 60 s: entries at 10 closes/s", Steady(bench, 60_000), 1200);
        bench.Expect("MSL 0.5 s: entries at 10 closes/s", Steady(bench, 500), 10);
        bench.Expect("120 s: the late copy's bytes read", Late(bench, 60_000), "none");
        bench.Expect("1 s: the late copy's bytes read", Late(bench, 500), "OLD-ORDER!");
        bench.Expect("120 s: a FIN 1.5 s late is answered by", LateFin(bench, 60_000), "ACK");
        bench.Expect("1 s: a FIN 1.5 s late is answered by", LateFin(bench, 500), "RST");
    }

    private static int Steady(LabBench bench, int mslMs)
    {
        LabPair pair = bench.Pair(new LabSetup
        {
            Client = o =>
            {
                o.TimeWaitEntries = 2000;
                o.MslMs = mslMs;
            },
            Traced = false,
            DelayMs = 0,
        });
        Crowd crowd = new(pair);
        long start = pair.Clock.NowUs;
        for (int k = 0; k < 1300; k++)
        {
            pair.Clock.WaitUntil(start + (k * 100_000L));
            int client = crowd.Open(0);
            crowd.Close(client, crowd.Accept(), serverFirst: false);
        }

        return ((EngineStack)pair.Client).Engine.TimeWaitCount;
    }

    private static string Late(LabBench bench, int mslMs)
    {
        LabProbe probe = Ended(bench, mslMs, s_old);
        probe.Clock.Wait(LateMs);
        probe.Syn(Initial);
        LabSegment answer = probe.Answer("SYN,ACK or ACK");
        if (!answer.Has(TcpFlags.Syn))
        {
            return "none";
        }

        probe.Finish(answer);
        probe.Put(TcpFlags.Ack | TcpFlags.Psh, Initial + 1, probe.Expected, s_old);
        bench.Flow("The server's view of the new connection, TIME-WAIT of 1 s", probe.Stack, probe.Handle);
        return Encoding.ASCII.GetString(probe.Stack.Read(probe.Handle));
    }

    private static string LateFin(LabBench bench, int mslMs)
    {
        LabProbe probe = Ended(bench, mslMs, []);
        probe.Clock.Wait(LateMs);
        probe.Put(TcpFlags.Fin | TcpFlags.Ack, probe.Next - 1, probe.Expected, []);
        LabSegment answer = probe.Answer("ACK or RST");
        return answer.Has(TcpFlags.Rst) ? "RST" : answer.Text;
    }

    private static LabProbe Ended(LabBench bench, int mslMs, byte[] data)
    {
        LabProbe probe = bench.Probe(new LabSetup { Server = o => o.MslMs = mslMs });
        probe.Open(Initial);
        if (data.Length > 0)
        {
            probe.Send(TcpFlags.Ack | TcpFlags.Psh, data);
            probe.Take("ACK");
            probe.Stack.Read(probe.Handle);
        }

        probe.StackClosesFirst();
        return probe;
    }
}
