using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>13: a new connection takes over a 4-tuple that is in TIME-WAIT.</summary>
internal sealed class Reuse : LabScenario
{
    private const uint Initial = 1_000_000;
    private const double SynAgainMs = 1000;

    internal override string Name => "reuse";

    internal override void Play(LabBench bench)
    {
        bench.Expect("higher sequence number", Try(bench, stamps: false, above: true, later: true), "reused");
        bench.Expect("lower sequence number", Try(bench, stamps: false, above: false, later: true), "refused by ACK");
        bench.Expect("lower number, later timestamp", Try(bench, stamps: true, above: false, later: true), "reused");
        bench.Expect(
            "higher number, earlier timestamp", Try(bench, stamps: true, above: true, later: false), "refused by ACK");
        bench.Expect("stall: the repeated SYN, cured", Stall(bench, cured: true), "SYN,ACK");
        bench.Expect("stall: the repeated SYN, not cured", Stall(bench, cured: false), "ACK");
        Active(bench);
    }

    private static string Try(LabBench bench, bool stamps, bool above, bool later)
    {
        LabProbe probe = bench.Probe(new LabSetup { Stamps = stamps, Server = o => o.Timestamps = stamps });
        probe.Open(Initial);
        probe.Stamp += 10;
        probe.StackClosesFirst();
        probe.Stamp = later ? probe.Stamp + 100 : probe.Stamp - 5;
        probe.Syn(above ? probe.Next + 1000 : Initial - 1000);
        string answer = probe.AnswerText();
        if (!stamps)
        {
            bench.Flow(
                "The server's view: a SYN with a " + (above ? "higher" : "lower") + " number",
                probe.Stack,
                probe.Handle);
        }

        return answer == "SYN,ACK" ? "reused" : "refused by " + answer;
    }

    private static string Stall(LabBench bench, bool cured)
    {
        LabProbe probe = bench.Probe(new LabSetup
        {
            Server = o => o.RstAfterChallenge = cured,
            Parameters = [("tcp_rfc1337", cured ? "0" : "1")],
        });
        probe.Open(Initial);
        probe.StackClosesFirst();
        probe.Syn(Initial - 1000);
        LabSegment challenge = probe.Answer("ACK");
        probe.Put(TcpFlags.Rst, challenge.Header.Ack, 0, []);
        bench.Expect(
            cured ? "stall: TIME-WAIT after the RST, cured" : "stall: TIME-WAIT after the RST, not cured",
            Names.State(probe.State),
            cured ? "CLOSED" : "TIME-WAIT");
        probe.Clock.Wait(SynAgainMs);
        probe.Syn(Initial - 1000);
        string answer = probe.AnswerText();
        string how = cured ? "cured: the RST ends TIME-WAIT" : "not cured: the RST is ignored";
        bench.Flow("The server's view of the stall, " + how, probe.Stack, probe.Handle);
        return answer;
    }

    private static void Active(LabBench bench)
    {
        LabPair pair = ClientClosedFirst(bench, bound: false);
        bench.Expect("client's own port, at once", Again(pair), "refused");
        if (bench.OnKernel)
        {
            ((KernelStack)pair.Client).SetParameter("tcp_tw_reuse", "1");
            bench.Expect("tcp_tw_reuse = 1, at once", Again(pair), "refused");
            pair.Clock.Wait(1200);
            bench.Expect("tcp_tw_reuse = 1, after 1.2 s", Again(pair), "opens");
            LabPair bound = ClientClosedFirst(bench, bound: true);
            int handle = bound.Client.Connect(bound.Server.Address, LabPair.ServerPort, LabPair.ClientPort);
            bench.Expect("tcp_tw_reuse = 0, port bound by the program", handle > 0 ? "opens" : "refused", "opens");
            return;
        }

        pair.Clock.Wait(pair.Client.TimerMs(pair.ClientHandle) - 1);
        bench.Expect("client's own port, 1 ms before 2 x MSL", Again(pair), "refused");
        pair.Clock.Wait(1);
        bench.Expect("client's own port, after 2 x MSL", Again(pair), "opens");
    }

    private static LabPair ClientClosedFirst(LabBench bench, bool bound)
    {
        string port = LabPair.ClientPort.ToString(CultureInfo.InvariantCulture);
        LabPair pair = bench.Pair(new LabSetup
        {
            Parameters = [("tcp_tw_reuse", "0"), ("ip_local_port_range", port + " " + port)],
        });
        pair.Open(bound || !bench.OnKernel ? LabPair.ClientPort : 0);
        pair.Client.Close(pair.ClientHandle);
        pair.Pump();
        pair.Server.Close(pair.ServerHandle);
        pair.Pump();
        return pair;
    }

    // The kernel has one ephemeral port, so that its own choice is tried: a port that the program binds is the
    // program's decision.
    private static string Again(LabPair pair)
    {
        int port = pair.Client is KernelStack ? 0 : LabPair.ClientPort;
        return pair.Client.Connect(pair.Server.Address, LabPair.ServerPort, port) > 0 ? "opens" : "refused";
    }
}
