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
        double entered = pair.Client.TimerMs(pair.ClientHandle);
        pair.Carry(LabSide.Client);
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | CLOSE-WAIT",
            "server | ACK | FIN-WAIT-2 | CLOSE-WAIT",
            "server | FIN,ACK | TIME-WAIT | LAST-ACK",
            "client | ACK | TIME-WAIT | CLOSED");
        bench.Expect("segments of the close", pair.Moved, 4);
        double most = bench.OnKernel ? 60_000 : 120_000;
        bench.Between("TIME-WAIT when entered", entered, bench.OnKernel ? 55_000 : most, most, LinuxTimeWait);
        if (bench.OnKernel)
        {
            return;
        }

        pair.Clock.Wait(pair.Client.TimerMs(pair.ClientHandle) - 1);
        bench.Expect("client 1 ms before the end of 2 x MSL", Names.State(pair.ClientState), "TIME-WAIT");
        pair.Clock.Wait(1);
        bench.Expect("client at the end of 2 x MSL", Names.State(pair.ClientState), "CLOSED");
        bench.Flow("The client's view, as `ntc flow` draws it", pair.Client, pair.ClientHandle);
        bench.Flow("The server's view", pair.Server, pair.ServerHandle);
    }
}
