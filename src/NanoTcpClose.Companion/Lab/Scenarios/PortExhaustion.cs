using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>11: no local port is left.</summary>
internal sealed class PortExhaustion : LabScenario
{
    private const int FirstPort = 50000;
    private const int Ports = 16;
    private const double ReuseMs = 1200;

    internal override string Name => "port-exhaustion";

    internal override string Claim =>
        "A client that closes first can open as many connections to one server port as it has local ports, and not one more, until "
        + "the first TIME-WAIT ends: that is ports / (2 x MSL) connections a second.";

    internal override IReadOnlyList<LabTerm> Terms =>
    [
        new("ephemeral port", "a local port that the stack chooses for an outgoing connection: 49152 to 65535 by RFC 6335."),
    ];

    internal override IReadOnlyList<string> Done =>
    [
        "A client with 16 local ports (50000 to 50015) opens and closes connections to one port of one server, 20 ms apart, until "
            + "an open is refused.",
        "It goes on trying every 100 ms until one succeeds.",
        "The same with the engine's whole range of 16,384 ephemeral ports.",
    ];

    internal override IReadOnlyList<string> Advice =>
    [
        "The limit is per server address and port: a second server, or a second port, has its own.",
        "The cures in this order: keep the connection open (keep-alive), let the server close first, only then reuse (see reuse).",
        "The engine says InUse when no port is left. A board's table of 16 entries runs full long before its ports do.",
    ];

    internal override string OnKernel =>
        "ip_local_port_range = 50000 50015 and tcp_tw_reuse = 0 in the namespace. The 60 s until it heals are read from the timer of "
        + "the oldest entry; with tcp_tw_reuse = 1 it heals after a second, which was really waited for.";

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            Kernel(bench);
            return;
        }

        Crowd.DrawOne(bench, "The client's view of one of them; its port is taken until TIME-WAIT ends", 0, serverFirst: false);
        Small(bench);
        Whole(bench);
    }

    private static void Small(LabBench bench)
    {
        LabPair pair = bench.Pair(new LabSetup { Traced = false, DelayMs = 0, Client = o => o.TimeWaitEntries = 64 });
        Crowd crowd = new(pair);
        int opened = 0;
        long first = pair.Clock.NowUs;
        while (TryAny(crowd))
        {
            opened++;
            pair.Clock.Wait(20);
        }

        bench.Expect("connections until the first refusal", opened, Ports);
        long refused = pair.Clock.NowUs;
        while (!TryAny(crowd))
        {
            pair.Clock.Wait(100);
        }

        double healed = (pair.Clock.NowUs - first) / 1000.0;
        bench.Between("open again, after the first close", healed, 120_000, 120_100, FourWay.LinuxTimeWait);
        bench.Show("refused for", LabBench.Duration((pair.Clock.NowUs - refused) / 1000.0));
    }

    private static bool TryAny(Crowd crowd)
    {
        int handle = Enumerable.Range(FirstPort, Ports).Select(crowd.Open).FirstOrDefault(h => h > 0);
        if (handle > 0)
        {
            crowd.Close(handle, crowd.Accept(), serverFirst: false);
        }

        return handle > 0;
    }

    private static void Whole(LabBench bench)
    {
        LabPair pair = bench.Pair(new LabSetup { Traced = false, DelayMs = 0, Client = o => o.TimeWaitEntries = 20_000 });
        Crowd crowd = new(pair);
        int opened = 0;
        int handle;
        while ((handle = crowd.Open(0)) > 0)
        {
            crowd.Close(handle, crowd.Accept(), serverFirst: false);
            opened++;
        }

        bench.Expect("whole range: connections until refused", opened, 16_384);
        bench.Expect("what connect says then", ((CallResult)handle).ToString(), "InUse");
        bench.Show("so at most", string.Create(CultureInfo.InvariantCulture, $"{opened / 120.0:0.0} closes a second"));
    }

    private static void Kernel(LabBench bench)
    {
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"), ("ip_local_port_range", $"{FirstPort} {FirstPort + Ports - 1}"));
        List<int> ports = [];
        SocketError error;
        while (crowd.Open(out error) is (Socket client, Socket server))
        {
            ports.Add(((IPEndPoint)client.LocalEndPoint!).Port);
            crowd.Close(client, server);
        }

        bench.Expect("connections until the first refusal", ports.Count, Ports);
        bench.Expect("what connect says then (kernel)", error.ToString(), "AddressNotAvailable");
        double left = crowd.Look(ports[0]).ExpiresMs;
        bench.Between("open again, after the first close", left, 50_000, 60_000, FourWay.LinuxTimeWait);
        crowd.Space.SetParameter("net.ipv4.tcp_tw_reuse", "1");
        bench.Expect("tcp_tw_reuse = 1, at once", crowd.Open(out _) is null ? "refused" : "opened", "refused");
        System.Threading.Thread.Sleep((int)ReuseMs);
        bench.Expect("tcp_tw_reuse = 1, after 1.2 s", crowd.Open(out _) is null ? "refused" : "opened", "opened");
    }
}
