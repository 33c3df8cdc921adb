using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>8: the last ACK is lost and nobody is there to send it again.</summary>
internal sealed class NoTimeWait : LabScenario
{
    internal override string Name => "no-time-wait";

    internal override void Play(LabBench bench)
    {
        Play(bench, "without", new LabSetup
        {
            Client = o => o.TimeWaitEntries = 0,
            Parameters = [("tcp_max_tw_buckets", "0")],
        });
        Play(bench, "with", new LabSetup());
    }

    private static void Play(LabBench bench, string name, LabSetup setup)
    {
        bool without = name == "without";
        LabPair pair = bench.OpenPair(setup);
        pair.Client.Close(pair.ClientHandle);
        Move(pair, LabSide.Client);
        Move(pair, LabSide.Server);
        pair.Server.ShutdownWrite(pair.ServerHandle);
        Move(pair, LabSide.Server);
        pair.Take(LabSide.Client);
        bench.Expect(
            name + ": client when its ACK is lost", Names.State(pair.ClientState), without ? "CLOSED" : "TIME-WAIT");
        Move(pair, LabSide.Server);
        LabSegment answer = Move(pair, LabSide.Client);
        bench.Expect(
            name + ": answer to the repeated FIN",
            answer.Has(TcpFlags.Rst) ? "RST" : answer.Text,
            without ? "RST" : "ACK");
        bench.Expect(name + ": server afterwards", Names.State(pair.ServerState), "CLOSED");
        bench.Expect(
            name + ": its application is told", pair.Server.Error(pair.ServerHandle), without ? "reset" : "none");
        bench.Flow("The server's view, " + name + " TIME-WAIT at the client", pair.Server, pair.ServerHandle);
    }

    private static LabSegment Move(LabPair pair, LabSide from)
    {
        LabSegment segment = pair.Take(from);
        pair.Deliver(from, segment);
        return segment;
    }
}
