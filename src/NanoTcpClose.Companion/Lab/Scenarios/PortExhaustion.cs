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

    internal override void Play(LabBench bench)
    {
        if (bench.OnKernel)
        {
            Kernel(bench);
            return;
        }

        Crowd.DrawOne(
            bench, "The client's view of one of them; its port is taken until TIME-WAIT ends", 0, serverFirst: false);
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
        LabSetup setup = new() { Traced = false, DelayMs = 0, Client = o => o.TimeWaitEntries = 20_000 };
        LabPair pair = bench.Pair(setup);
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
        string range = $"{FirstPort} {FirstPort + Ports - 1}";
        KernelCrowd crowd = bench.Crowd(("tcp_tw_reuse", "0"), ("ip_local_port_range", range));
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
