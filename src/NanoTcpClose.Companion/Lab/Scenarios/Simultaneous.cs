using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>3: the FINs cross.</summary>
internal sealed class Simultaneous : LabScenario
{
    internal override string Name => "simultaneous";

    internal override void Play(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        pair.Client.Close(pair.ClientHandle);
        pair.Server.Close(pair.ServerHandle);
        LabSegment fromClient = pair.Take(LabSide.Client);
        LabSegment fromServer = pair.Take(LabSide.Server);
        pair.Deliver(LabSide.Client, fromClient);
        pair.Note(LabSide.Client, fromClient, "");
        pair.Deliver(LabSide.Server, fromServer);
        pair.Note(LabSide.Server, fromServer, "");
        pair.Carry(LabSide.Client);
        pair.Carry(LabSide.Server);
        bench.ExpectSteps(
            "client | FIN,ACK | FIN-WAIT-1 | CLOSING",
            "server | FIN,ACK | CLOSING | CLOSING",
            "client | ACK | CLOSING | TIME-WAIT",
            "server | ACK | TIME-WAIT | TIME-WAIT");
        bench.Expect("segments of the close", pair.Moved, 4);
        bench.Expect("client at the end", Names.State(pair.ClientState), "TIME-WAIT");
        bench.Expect("server at the end", Names.State(pair.ServerState), "TIME-WAIT");
        bench.Flow("The client's view", pair.Client, pair.ClientHandle);
    }
}
