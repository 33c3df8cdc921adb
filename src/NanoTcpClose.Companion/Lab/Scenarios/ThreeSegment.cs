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
