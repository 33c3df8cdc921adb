using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>5: the last ACK is lost.</summary>
internal sealed class LostFinalAck : LabScenario
{
    internal override string Name => "lost-final-ack";

    internal override void Play(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        pair.Client.Close(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        pair.Server.Close(pair.ServerHandle);
        LabSegment first = pair.Carry(LabSide.Server);
        pair.Lose(LabSide.Client);
        bench.Expect("client while the ACK is lost", Names.State(pair.ClientState), "TIME-WAIT");
        LabSegment second = pair.Take(LabSide.Server);
        double before = pair.Client.TimerMs(pair.ClientHandle);
        pair.Deliver(LabSide.Server, second);
        pair.Note(LabSide.Server, second, ", again");
        double after = pair.Client.TimerMs(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        double recovered = (pair.Clock.NowUs - first.AtUs) / 1000.0;
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | CLOSE-WAIT",
            "server | ACK | FIN-WAIT-2 | CLOSE-WAIT",
            "server | FIN,ACK | TIME-WAIT | LAST-ACK",
            "client | ACK, lost | TIME-WAIT | LAST-ACK",
            "server | FIN,ACK, again | TIME-WAIT | LAST-ACK",
            "client | ACK | TIME-WAIT | CLOSED");
        Figures(bench, (second.AtUs - first.AtUs) / 1000.0, recovered, before, after);
        bench.Flow("The client's view", pair.Client, pair.ClientHandle);
        bench.Flow("The server's view", pair.Server, pair.ServerHandle);
    }

    private static void Figures(LabBench bench, double timeout, double recovered, double before, double after)
    {
        const string Timers = "RFC 6298 asks for at least 1 s, and the engine keeps to it. Linux takes the measured "
            + "round trip and adds at least 200 ms, and on this link, which has no delay, a round trip takes next to "
            + "nothing.";
        bool kernel = bench.OnKernel;
        bench.Between("from the FIN to the FIN again", timeout, kernel ? 195 : 1000, kernel ? 900 : 1000, Timers);
        bench.Between(
            "from the FIN to CLOSED at the server", recovered, kernel ? 195 : 1020, kernel ? 1500 : 1020, Timers);
        bench.Between(
            "TIME-WAIT left before it",
            before,
            kernel ? 50000 : 119_010,
            kernel ? 59900 : 119_010,
            FourWay.LinuxTimeWait);
        bench.Between(
            "TIME-WAIT left after it", after, kernel ? 59000 : 120000, kernel ? 60000 : 120000, FourWay.LinuxTimeWait);
        bench.Expect("2 x MSL began anew", after > before ? "yes" : "no", "yes");
    }
}
