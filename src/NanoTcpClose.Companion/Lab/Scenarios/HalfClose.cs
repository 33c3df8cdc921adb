using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>4: one direction is closed, the other still carries data.</summary>
internal sealed class HalfClose : LabScenario
{
    private const int Bytes = 300;

    internal override string Name => "half-close";

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
