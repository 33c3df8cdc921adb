using System.Collections.Generic;
using NanoTcpClose.Companion.Lab;
using NanoTcpClose.Companion.Lab.Net;

namespace NanoTcpClose.Companion.Tests.Lab;

/// <summary>States one thing that is not so, or waits for a segment that never comes.</summary>
internal sealed class WrongScenario : LabScenario
{
    private readonly bool _stops;

    internal WrongScenario(bool stops = false)
    {
        _stops = stops;
    }

    internal override string Name => "wrong";

    internal override string Claim => "A FIN is answered by silence.";

    internal override IReadOnlyList<string> Done => ["The client closes."];

    internal override IReadOnlyList<LabTerm> Terms => [];

    internal override IReadOnlyList<string> Advice => ["None."];

    internal override string OnKernel => "not played.";

    internal override void Play(LabBench bench)
    {
        LabPair pair = bench.OpenPair();
        if (_stops)
        {
            pair.Carry(LabSide.Server);
        }

        pair.Client.Close(pair.ClientHandle);
        bench.Expect("segment of the client", pair.Carry(LabSide.Client).Text, "FIN,ACK");
        bench.Expect("answer", pair.Carry(LabSide.Server).Text, "silence");
    }
}
