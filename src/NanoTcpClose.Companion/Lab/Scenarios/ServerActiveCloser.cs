using System.Collections.Generic;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>9: HTTP with Connection: close.</summary>
internal sealed class ServerActiveCloser : LabScenario
{
    private const int Requests = 1000;

    internal override string Name => "server-active-closer";

    internal override void Play(LabBench bench)
    {
        Crowd.DrawOne(bench, "The server's view of one of them: it closes first", 1, serverFirst: true);
        foreach (bool serverFirst in new[] { true, false })
        {
            (int client, int server) = bench.OnKernel ? Kernel(bench, serverFirst) : Engines(bench, serverFirst);
            string first = serverFirst ? "server first: " : "client first: ";
            bench.Expect(first + "TIME-WAIT at the server", server, serverFirst ? Requests : 0);
            bench.Expect(first + "TIME-WAIT at the client", client, serverFirst ? 0 : Requests);
        }
    }

    private static (int Client, int Server) Engines(LabBench bench, bool serverFirst)
    {
        LabPair pair = bench.Pair(new LabSetup
        {
            Client = o => o.TimeWaitEntries = Requests,
            Server = o => o.TimeWaitEntries = Requests,
            Traced = false,
        });
        Crowd crowd = new(pair);
        for (int k = 0; k < Requests; k++)
        {
            int client = crowd.Open(0);
            int server = crowd.Accept();
            crowd.Exchange(client, server);
            crowd.Close(client, server, serverFirst);
        }

        return (((EngineStack)pair.Client).Engine.TimeWaitCount, ((EngineStack)pair.Server).Engine.TimeWaitCount);
    }

    private static (int Client, int Server) Kernel(LabBench bench, bool serverFirst)
    {
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"));
        for (int k = 0; k < Requests; k++)
        {
            (Socket client, Socket server) = crowd.Open(out SocketError error)
                ?? throw new LabException("connect failed: " + error);
            crowd.Exchange(client, server, 100);
            crowd.Close(serverFirst ? server : client, serverFirst ? client : server);
        }

        int atServer = crowd.Count(TcpState.TimeWait, KernelCrowd.Port);
        return (crowd.Count(TcpState.TimeWait, 0) - atServer, atServer);
    }
}
