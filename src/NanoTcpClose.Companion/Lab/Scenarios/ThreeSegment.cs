using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>2: FIN and ACK in one segment.</summary>
internal sealed class ThreeSegment : LabScenario
{
    private const int LateBytes = 300;
    private const double ThinkingMs = 60;

    internal override string Name => "three-segment";

    internal override string Claim =>
        "The server's ACK and FIN may travel in one segment, and the close then takes three: that is as safe as four, for each FIN "
        + "still has its own number and its own acknowledgement; a fourth is needed only where the server's application is not ready yet.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("piggybacking", "letting an acknowledgement ride on a segment that goes out anyway."),
        new("delayed ACK", "a receiver may hold an ACK back for a moment (RFC 9293 3.8.6.3: under 500 ms), hoping for such a segment."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "First connection: the client closes; the server's application closes at once, while its TCP has not yet acknowledged. "
            + "The FIN of the server carries the acknowledgement of the client's.",
        "Second connection: when the client's FIN arrives the server's application needs 60 ms for its last 300 bytes. The ACK "
            + "may not wait for that (under 500 ms) and goes alone; the FIN must wait, for its place is behind the last byte.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "With the engine, call Close from the data-arrived event that reports the end of data: the FIN then carries the ACK, one "
            + "segment and one radio transmission less.",
        "Never guess from the outside whether a peer takes three or four segments: both are right (RFC 9293 3.6), and the client "
            + "goes from FIN-WAIT-1 straight to TIME-WAIT when the ACK and the FIN come together.",
    ];

    internal override string OnKernel =>
        "the same script on two kernels; the server's socket is closed as soon as sock_diag shows CLOSE-WAIT.";

    internal override void Play(LabBench bench)
    {
        LabPair quick = bench.OpenPair(new LabSetup { CloseAtEnd = true });
        quick.Client.Close(quick.ClientHandle);
        quick.Carry(LabSide.Client);
        if (bench.OnKernel)
        {
            quick.Server.Close(quick.ServerHandle);
        }

        quick.Carry(LabSide.Server);
        quick.Carry(LabSide.Client);
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | " + (bench.OnKernel ? "CLOSE-WAIT" : "LAST-ACK"),
            "server | FIN,ACK | TIME-WAIT | LAST-ACK",
            "client | ACK | TIME-WAIT | CLOSED");
        bench.Expect("segments, the server closes at once", quick.Moved, 3);
        bench.Flow("The client's view: FIN-WAIT-1 goes to TIME-WAIT", quick.Client, quick.ClientHandle);
        Slow(bench);
    }

    private static void Slow(LabBench bench)
    {
        LabPair slow = bench.OpenPair();
        slow.Client.ShutdownWrite(slow.ClientHandle);
        List<string> segments = [slow.Carry(LabSide.Client).Text];
        segments.Add(slow.Carry(LabSide.Server).Text);
        slow.Clock.Wait(ThinkingMs);
        slow.Server.Send(slow.ServerHandle, new byte[LateBytes]);
        slow.Server.Close(slow.ServerHandle);
        while (slow.ClientState != TcpState.TimeWait && segments.Count < 8)
        {
            segments.Add(slow.Carry(LabSide.Server).Text);
        }

        bench.Expect("bytes that came after the client's FIN", slow.Client.Read(slow.ClientHandle).Length, LateBytes);
        bench.Expect("first answer of the slow server", segments[1], "ACK");
        bench.Expect("its last segment", segments.Last(s => s.Contains("FIN")).Split(' ')[0], "FIN,ACK");
    }
}
