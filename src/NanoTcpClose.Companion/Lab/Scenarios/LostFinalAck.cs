using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>5: the last ACK is lost.</summary>
internal sealed class LostFinalAck : LabScenario
{
    internal override string Name => "lost-final-ack";

    internal override string Claim =>
        "If the last ACK is lost, the server repeats its FIN after its retransmission timeout, the client in TIME-WAIT "
        + "acknowledges again and starts 2 x MSL anew; recovery takes one timeout and one round trip, not 2 x MSL.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("round trip, RTT", "the time from sending a segment to having its answer; here 20 ms."),
        new("retransmission timeout, RTO", "how long a sender waits for an ACK before it sends again. It is computed from measured "
            + "round trips, should be at least 1 s (RFC 6298), and doubles with each repetition."),
        new("last ACK", "the fourth segment. Nothing acknowledges an ACK, so its sender cannot know whether it arrived: that is "
            + "why it has to stay."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "A four-way close, but the link loses the client's last ACK. The client is in TIME-WAIT, the server stays in LAST-ACK.",
        "The server's retransmission timer runs out: the FIN again. TIME-WAIT answers with the same ACK, and its 2 x MSL begin "
            + "again, for as far as the client knows this ACK may be lost too.",
        "The ACK arrives, the server is CLOSED. What is left of TIME-WAIT is read before and after.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "Nothing to do: it is TCP's work. A board that is switched off, or drops TIME-WAIT, right after its close leaves the peer "
            + "to repeat its FIN until it gives up or meets a RST (see no-time-wait).",
        "A repeated FIN in the log (`sent again 1x`) is a lost segment, not an error of your code; many of them mean a bad link.",
    ];

    internal override string OnKernel =>
        "the same script on two kernels, with the kernel's real retransmission timer; TIME-WAIT is read from its timer in sock_diag.";

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
            + "round trip and adds at least 200 ms, and on this link, which has no delay, a round trip takes next to nothing.";
        bool kernel = bench.OnKernel;
        bench.Between("from the FIN to the FIN again", timeout, kernel ? 195 : 1000, kernel ? 900 : 1000, Timers);
        bench.Between("from the FIN to CLOSED at the server", recovered, kernel ? 195 : 1020, kernel ? 1500 : 1020, Timers);
        bench.Between("TIME-WAIT left before it", before, kernel ? 50000 : 119_010, kernel ? 59900 : 119_010, FourWay.LinuxTimeWait);
        bench.Between("TIME-WAIT left after it", after, kernel ? 59000 : 120000, kernel ? 60000 : 120000, FourWay.LinuxTimeWait);
        bench.Expect("2 x MSL began anew", after > before ? "yes" : "no", "yes");
    }
}
