using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>1: FIN, ACK, FIN, ACK.</summary>
internal sealed class FourWay : LabScenario
{
    internal const string LinuxTimeWait = "Linux has no MSL to set: its TIME-WAIT is a constant of 60 s in the source "
        + "(TCP_TIMEWAIT_LEN). The engine keeps 2 x MSL with an MSL of 60 s, which is an option of its constructor.";

    internal override string Name => "four-way";

    internal override string Claim =>
        "Each direction of a TCP connection is closed on its own, by a FIN that the other end acknowledges: two FINs, two ACKs, "
        + "four segments; the end that sent the first FIN waits in TIME-WAIT afterwards.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("segment", "one packet of TCP. Its flags say what it is for; its sequence number says where its bytes belong."),
        new("FIN", "the flag that says: I have sent everything. It takes one sequence number of its own, right behind the last byte, "
            + "so it is acknowledged and, when lost, sent again like a byte."),
        new("ACK", "the flag that says that the acknowledgement number counts: everything before this number has arrived. Once a "
            + "connection is open every ordinary segment carries it, so a FIN is seen as FIN,ACK."),
        new("client, server", "here: who opened the connection, and who was called. Either of them may close first."),
        new("active closer", "the end that sends the first FIN; the other is the passive closer."),
        new("MSL", "maximum segment lifetime: the longest time that a segment is taken to survive in the network."),
        new("TIME-WAIT", "the state that the active closer stays in for 2 x MSL: it can acknowledge a repeated FIN, and no new "
            + "connection with the same addresses and ports mixes with the leftovers of the old one."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "The client opens a connection from port 50001 to port 80 of the server.",
        "The client's application calls close: the client sends FIN and enters FIN-WAIT-1.",
        "The FIN arrives: the server's TCP acknowledges it without asking its application and enters CLOSE-WAIT; the application "
            + "learns that no more data will come.",
        "The server's application calls close in turn: FIN, LAST-ACK. The client acknowledges it and enters TIME-WAIT; with this "
            + "ACK the server is done.",
        "2 x MSL later the client is CLOSED as well.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "Call close on every socket as soon as Receive says that the peer has closed: only the application moves CLOSE-WAIT on.",
        "Let the other side close first where you can: TIME-WAIT then costs its memory, not the board's.",
    ];

    internal override string OnKernel =>
        "two kernels in two namespaces, each behind a TUN device; the lab carries every packet and asks sock_diag (as ss does) for "
        + "both states after each. The end of TIME-WAIT is not waited for: the timer's value is read instead.";

    internal override void Play(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        pair.Client.Close(pair.ClientHandle);
        bench.Expect("client once close was called", Names.State(pair.ClientState), "FIN-WAIT-1");
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        pair.Server.Close(pair.ServerHandle);
        bench.Expect("server once close was called", Names.State(pair.ServerState), "LAST-ACK");
        pair.Carry(LabSide.Server);
        pair.Carry(LabSide.Client);
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | CLOSE-WAIT",
            "server | ACK | FIN-WAIT-2 | CLOSE-WAIT",
            "server | FIN,ACK | TIME-WAIT | LAST-ACK",
            "client | ACK | TIME-WAIT | CLOSED");
        bench.Expect("segments of the close", pair.Moved, 4);
        double left = pair.Client.TimerMs(pair.ClientHandle);
        if (bench.OnKernel)
        {
            bench.Between("TIME-WAIT left to the client", left, 55000, 60000, LinuxTimeWait);
            return;
        }

        bench.Between("TIME-WAIT left to the client", left, 119990, 119990);
        pair.Clock.Wait(left - 1);
        bench.Expect("client 1 ms before the end of 2 x MSL", Names.State(pair.ClientState), "TIME-WAIT");
        pair.Clock.Wait(1);
        bench.Expect("client at the end of 2 x MSL", Names.State(pair.ClientState), "CLOSED");
        bench.Flow("The client's view, as `ntc flow` draws it", pair.Client, pair.ClientHandle);
        bench.Flow("The server's view", pair.Server, pair.ServerHandle);
    }
}
