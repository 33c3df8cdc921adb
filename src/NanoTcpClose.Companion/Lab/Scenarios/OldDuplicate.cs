using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>7: a late segment of the old connection meets a new one.</summary>
internal sealed class OldDuplicate : LabScenario
{
    private const uint Initial = 1000;
    private const int Bytes = 10;
    private const int PastLimitMs = 600;
    private const string Old = "OLD-ORDER!";
    private const string New = "new-order.";
    private static readonly byte[] s_old = Encoding.ASCII.GetBytes(Old);
    private static readonly byte[] s_new = Encoding.ASCII.GetBytes(New);

    internal override string Name => "old-duplicate";

    internal override void Play(LabBench bench)
    {
        Guarded(bench);
        Unguarded(bench, fits: false);
        Unguarded(bench, fits: true);
    }

    private static void Guarded(LabBench bench)
    {
        LabProbe probe = bench.Probe();
        Ended(probe);
        bench.Expect("with TIME-WAIT: server after the close", Names.State(probe.State), "TIME-WAIT");
        probe.Put(TcpFlags.Ack | TcpFlags.Psh, Initial + 1, probe.Expected, s_old);
        bench.Expect("the copy is answered by", probe.AnswerText(), "ACK");
        probe.Clock.Wait(PastLimitMs);
        probe.Syn(Initial);
        bench.Expect("the new SYN is answered by", probe.AnswerText(), "ACK");
        bench.Expect("server after both", Names.State(probe.State), "TIME-WAIT");
        bench.Flow("The server's view, with TIME-WAIT", probe.Stack, probe.Handle);
    }

    private static void Unguarded(LabBench bench, bool fits)
    {
        LabProbe probe = bench.Probe(new LabSetup
        {
            Server = o => o.TimeWaitEntries = 0,
            Parameters = [("tcp_max_tw_buckets", "0")],
        });
        Ended(probe);
        uint oldAck = probe.Expected;
        bench.Expect("without: server after the close", Names.State(probe.State), "CLOSED");
        probe.Syn(Initial);
        LabSegment answer = probe.Answer("SYN,ACK");
        probe.Finish(answer);
        probe.Put(TcpFlags.Ack | TcpFlags.Psh, Initial + 1, fits ? probe.Expected : oldAck, s_old);
        Quiet(probe);
        probe.Put(TcpFlags.Ack | TcpFlags.Psh, Initial + 1, probe.Expected, s_new);
        Quiet(probe);
        string read = Encoding.ASCII.GetString(probe.Stack.Read(probe.Handle));
        string error = probe.Stack.Error(probe.Handle);
        if (fits)
        {
            bench.Expect("copy with a fitting ACK: the application reads", read, Old);
            bench.Expect("what the application is told of it", error, "none");
            bench.Flow("The server's view of the new connection", probe.Stack, probe.Handle);
        }
        else
        {
            const string Why = "Both look at the acknowledgement number before the data (RFC 5961 5.2). The engine "
                + "takes one that "
                + "lies within the largest window it has seen below what is acknowledged, as the RFC says, and its "
                + "ISNs of two "
                + "quick connections are that close; Linux takes only as many as were really acknowledged, so that a "
                + "copy of "
                + "another incarnation passes by chance alone.";
            bench.Expect("copy as it was: the application reads", read, bench.OnKernel ? New : Old, Why);
        }
    }

    /// <summary>The old connection: ten bytes, then the server closes first.</summary>
    private static void Ended(LabProbe probe)
    {
        probe.Open(Initial);
        probe.Send(TcpFlags.Ack | TcpFlags.Psh, s_old);
        Quiet(probe);
        if (!probe.Stack.Read(probe.Handle).SequenceEqual(s_old) || s_old.Length != Bytes)
        {
            throw new LabException("the first connection did not carry its data");
        }

        Quiet(probe);
        probe.StackClosesFirst();
    }

    private static void Quiet(LabProbe probe)
    {
        while (probe.AnyAnswer() is not null)
        {
            // Acknowledgements on the way are not looked at here.
        }
    }
}
