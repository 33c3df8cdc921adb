using System.Collections.Generic;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>15: many short connections against one that stays.</summary>
internal sealed class KeepAlive : LabScenario
{
    private const int Requests = 1000;
    private const int Bytes = 100;
    private const string WhySegments = "The engine acknowledges every data segment at once. On a connection that "
        + "goes back and forth Linux "
        + "delays the acknowledgement for a moment and lets it ride on the answer or the next request.";

    private static readonly byte[] s_data = new byte[Bytes];

    internal override string Name => "keep-alive";

    internal override void Play(LabBench bench)
    {
        Crowd.DrawOne(bench, "The client's view of a connection that is kept for two requests", 2, serverFirst: false);
        foreach (int each in new[] { 1, Requests })
        {
            string name = each == 1 ? "short: " : "kept: ";
            if (bench.OnKernel)
            {
                Kernel(bench, name, each);
            }
            else
            {
                Engines(bench, name, each);
            }
        }
    }

    private static void Engines(LabBench bench, string name, int each)
    {
        LabPair pair = bench.Pair(new LabSetup
        {
            Client = o => o.TimeWaitEntries = Requests,
            Traced = false,
            CloseAtEnd = true,
        });
        EngineStack client = (EngineStack)pair.Client;
        EngineStack server = (EngineStack)pair.Server;
        int answers = 0;
        server.DataArrived = handle => Answer(server, handle);
        client.DataArrived = handle => answers += client.Read(handle).Length / Bytes;
        server.Listen(LabPair.ServerPort);
        long began = pair.Clock.NowUs;
        for (int k = 0; k < Requests / each; k++)
        {
            One(pair, client, each, () => answers);
        }

        double ms = (pair.Clock.NowUs - began) / 1000.0;
        pair.Pump();
        long connections = Requests / each;
        const int Sent = (int)EngineCounter.SegmentsOut;
        long segments = client.Engine.Counters[Sent] + server.Engine.Counters[Sent];
        bench.Expect(name + "answers", answers, Requests);
        bench.Expect(name + "segments", segments, (connections * 6) + (Requests * 4), WhySegments);
        bench.Between(name + "time at 20 ms", ms, (connections + Requests) * 20, (connections + Requests) * 20);
        bench.Expect(name + "round trips waited for", (long)(ms / 20), connections + Requests);
        bench.Expect(name + "TIME-WAIT at the client", client.Engine.TimeWaitCount, connections);
        bench.Show(name + "bytes of TIME-WAIT", LabBench.Number(client.Engine.TimeWaitCount * 28L));
    }

    private static void One(LabPair pair, EngineStack client, int requests, System.Func<int> answers)
    {
        int handle = client.Connect(pair.Server.Address, LabPair.ServerPort, 0);
        pair.PumpUntil(() => client.State(handle) == TcpState.Established);
        for (int r = 0; r < requests; r++)
        {
            int before = answers();
            client.Send(handle, s_data);
            pair.PumpUntil(() => answers() > before);
        }

        client.Close(handle);
    }

    private static void Answer(EngineStack server, int handle)
    {
        if (server.Read(handle).Length == Bytes)
        {
            server.Send(handle, s_data);
        }
    }

    private static void Kernel(LabBench bench, string name, int each)
    {
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"));
        long before = crowd.Counter("snmp", "Tcp", "OutSegs");
        for (int k = 0; k < Requests / each; k++)
        {
            (Socket client, Socket server) = crowd.Open(out SocketError error)
                ?? throw new LabException("connect failed: " + error);
            for (int r = 0; r < each; r++)
            {
                crowd.Exchange(client, server, Bytes);
            }

            crowd.Close(client, server);
        }

        long segments = crowd.Counter("snmp", "Tcp", "OutSegs") - before;
        bench.InRange(name + "segments", segments, each == 1 ? 7000 : 2000, each == 1 ? 12_000 : 4_100, WhySegments);
        bench.Expect(name + "TIME-WAIT at the client", crowd.Count(TcpState.TimeWait, 0), Requests / each);
    }
}
