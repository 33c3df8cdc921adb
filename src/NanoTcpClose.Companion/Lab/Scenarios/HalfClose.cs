using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>4: one direction is closed, the other still carries data.</summary>
internal sealed class HalfClose : LabScenario
{
    private const int Bytes = 300;

    internal override string Name => "half-close";

    internal override string Claim =>
        "A FIN closes one direction only: after the client's FIN the server, in CLOSE-WAIT, may send as much as it likes, and the "
        + "client, in FIN-WAIT-2, receives it.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("half-close", "shutdown of the sending direction: \"I have no more to send, but I still read\"."),
        new("full close", "close: \"I neither send nor read any more\"; data that comes afterwards is answered with RST."),
        new("RST", "the flag that ends a connection at once, without TIME-WAIT and without a promise that data has arrived."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "The client shuts down its sending side: FIN, ACK; FIN-WAIT-2 and CLOSE-WAIT.",
        "The server sends 300 bytes; the client acknowledges and reads them.",
        "The server closes: LAST-ACK until the client's ACK is there, then CLOSED; the client is in TIME-WAIT.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "nanoFramework's Socket has no Shutdown, so a board cannot half-close an ordinary socket; the engine's ShutdownWrite can.",
        "On a board that is the server, CLOSE-WAIT is the time to send what is left and then to close. It has no time limit of its "
            + "own in TCP: see close-wait-leak.",
    ];

    internal override string OnKernel => "the same script on two kernels, with shutdown(SHUT_WR) at the client.";

    internal override void Play(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        pair.Client.ShutdownWrite(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        pair.Server.Send(pair.ServerHandle, new byte[Bytes]);
        pair.Carry(LabSide.Server);
        pair.Carry(LabSide.Client);
        bench.Expect("bytes read in FIN-WAIT-2", pair.Client.Read(pair.ClientHandle).Length, Bytes);
        pair.Server.Close(pair.ServerHandle);
        pair.Carry(LabSide.Server);
        pair.Carry(LabSide.Client);
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | CLOSE-WAIT",
            "server | ACK | FIN-WAIT-2 | CLOSE-WAIT",
            "server | ACK 300 bytes | FIN-WAIT-2 | CLOSE-WAIT",
            "client | ACK | FIN-WAIT-2 | CLOSE-WAIT",
            "server | FIN,ACK | TIME-WAIT | LAST-ACK",
            "client | ACK | TIME-WAIT | CLOSED");
        bench.Expect("segments after the first FIN", pair.Moved - 1, 5);
        bench.Flow("The client's view", pair.Client, pair.ClientHandle);
    }
}
