using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>12: the application forgets to close.</summary>
internal sealed class CloseWaitLeak : LabScenario
{
    private const int Slots = 16;
    private const string TooMany = "Too many open files";

    internal override string Name => "close-wait-leak";

    internal override IReadOnlyList<string> Aliases => ["descriptor-exhaustion"];

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            Kernel(bench);
            return;
        }

        DrawOne(bench);
        LabPair pair = bench.Pair(new LabSetup { Traced = false, Client = o => o.Connections = 2 * Slots });
        Crowd crowd = new(pair);
        EngineStack server = (EngineStack)pair.Server;
        List<int> leaked = Leak(pair, crowd);
        bench.Expect("server connections in CLOSE-WAIT", server.Engine.CountInState(TcpState.CloseWait), Slots);
        bench.Expect("clients in FIN-WAIT-2", ((EngineStack)pair.Client).Engine.CountInState(TcpState.FinWait2), Slots);
        int late = pair.Client.Connect(pair.Server.Address, LabPair.ServerPort, 0);
        pair.Pump();
        bench.Expect("the 17th client", Names.State(pair.Client.State(late)), "SYN-SENT");
        bench.Expect(
            "alarm refused-full at the server",
            server.Events.GetValueOrDefault(CloseEvent.RefusedFull) > 0 ? "yes" : "no",
            "yes");
        pair.Clock.Wait(60_000);
        bench.Expect(
            "alarms close-wait-leak after 60 s", server.Events.GetValueOrDefault(CloseEvent.CloseWaitLeak), Slots);
        pair.Clock.Wait(3_600_000);
        Drain(pair);
        bench.Expect("an hour later in CLOSE-WAIT", server.Engine.CountInState(TcpState.CloseWait), Slots);
        bench.Expect("clients still there", ((EngineStack)pair.Client).Engine.CountInState(TcpState.FinWait2), 0);
        leaked.ForEach(pair.Server.Close);
        pair.Pump();
        bench.Expect("in CLOSE-WAIT after the server closed", server.Engine.CountInState(TcpState.CloseWait), 0);
        bench.Expect("free slots then", server.Engine.FreeConnections, Slots);
        bench.Expect("a new client", Names.State(pair.Client.State(crowd.Open(0))), "ESTABLISHED");
    }

    private static void DrawOne(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        pair.Client.Close(pair.ClientHandle);
        pair.Pump();
        pair.Clock.Wait(3_600_000);
        pair.Server.Close(pair.ServerHandle);
        pair.Pump();
        bench.Flow(
            "The server's view of one of them: closed after an hour, its peer long gone",
            pair.Server,
            pair.ServerHandle);
    }

    private static List<int> Leak(LabPair pair, Crowd crowd)
    {
        List<int> leaked = [];
        for (int k = 0; k < Slots; k++)
        {
            int client = crowd.Open(0);
            leaked.Add(crowd.Accept());
            pair.Client.Close(client);
            pair.Pump();
        }

        return leaked;
    }

    // What was sent during the hour is long gone.
    private static void Drain(LabPair pair)
    {
        while ((pair.Client.Take(0) ?? pair.Server.Take(0)) is not null)
        {
            // Nothing is delivered.
        }
    }

    private static void Kernel(LabBench bench)
    {
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"));
        int before = Descriptors();
        List<(Socket Client, Socket Server)> made = [.. Enumerable.Range(0, Slots)
            .Select(_ => crowd.Open(out SocketError error) ?? throw new LabException("connect failed: " + error))];
        int port = ((System.Net.IPEndPoint)made[0].Client.LocalEndPoint!).Port;
        made.ForEach(m => m.Client.Close());
        bench.Expect("server connections in CLOSE-WAIT", crowd.Count(TcpState.CloseWait, KernelCrowd.Port), Slots);
        bench.Expect("clients in FIN-WAIT-2", crowd.Await(TcpState.FinWait2, Slots), Slots);
        int held = Descriptors() - before;
        bench.Expect("descriptors held, at least", held >= Slots ? Slots : held, Slots);
        bench.Expect("timer of CLOSE-WAIT", crowd.TimerOfServer(port) == 0 ? "none" : "one", "none");
        bench.Between("clients' FIN-WAIT-2 ends in", crowd.Look(port).ExpiresMs, 50_000, 60_000);
        made.ForEach(m => m.Server.Close());
        bench.Expect("in CLOSE-WAIT after the server closed", crowd.Count(TcpState.CloseWait, KernelCrowd.Port), 0);
        Exhaust(bench);
    }

    // A program of its own, so that the limit is its own: it opens connections and never closes, the other end
    // closes each.
    private static void Exhaust(LabBench bench)
    {
        const string Script = "ulimit -n 32; n=0; while exec {f}<>/dev/tcp/127.0.0.1/80; do n=$((n+1)); done; echo "
            + "$n; read x";
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"));
        using Process leaker = crowd.Start("bash", "-c", Script);
        int opened = int.Parse(leaker.StandardOutput.ReadLine() ?? "0", CultureInfo.InvariantCulture);
        crowd.CloseAccepted(opened);
        bench.InRange("limit of 32 descriptors: opened until refused", opened, 10, 31);
        int leaked = crowd.Count(TcpState.CloseWait, 0) - crowd.Count(TcpState.CloseWait, KernelCrowd.Port);
        bench.Expect(
            "all of these in CLOSE-WAIT at the leaking end", leaked == opened ? "yes" : LabBench.Number(leaked), "yes");
        leaker.StandardInput.Close();
        leaker.WaitForExit();
        string error = leaker.StandardError.ReadToEnd();
        bench.Expect(
            "error of the next open",
            error.Contains(TooMany, System.StringComparison.Ordinal) ? TooMany : error,
            TooMany);
    }

    private static int Descriptors()
    {
        return System.IO.Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }
}
