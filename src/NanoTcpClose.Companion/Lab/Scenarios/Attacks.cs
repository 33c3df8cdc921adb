using System.Collections.Generic;
using NanoTcpClose.Companion.Lab.Net;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Scenarios;

/// <summary>16: segments that somebody else sends.</summary>
internal sealed class Attacks : LabScenario
{
    private const uint Initial = 5000;
    private const int Flood = 100;
    private const uint Off = 10;
    private const double AgeMs = 300;
    private static readonly TcpState[] s_states =
    [
        TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait, TcpState.Closing, TcpState.LastAck, TcpState.TimeWait,
    ];

    internal override string Name => "attacks";

    internal override void Play(LabBench bench)
    {
        LabProbe probe = bench.Probe(new LabSetup { Server = o => o.Connections = 32 });
        foreach (TcpState state in s_states)
        {
            string name = Names.State(state);
            bool ended = state == TcpState.TimeWait;
            bench.Expect(name + ": RST in the window", Attack(probe, state, TcpFlags.Rst), ended ? "silence" : "ACK");
            bench.Expect(name + ": SYN in the window", Attack(probe, state, TcpFlags.Syn), ended ? "SYN,ACK" : "ACK");
            bench.Expect(name + ": data in the window", Attack(probe, state, TcpFlags.Ack | TcpFlags.Psh), "ACK");
        }

        Lead(probe, TcpState.FinWait2);
        for (int k = 0; k < Flood; k++)
        {
            probe.Put(TcpFlags.Rst, probe.Next + Off, 0, []);
        }

        int answers = 0;
        while (probe.AnyAnswer() is not null)
        {
            answers++;
        }

        bench.Expect("100 RSTs at once: answers", answers, 1);
        Lead(probe, TcpState.FinWait2);
        for (int k = 0; k < 3; k++)
        {
            probe.Put(TcpFlags.Rst, probe.Next + Off, 0, []);
        }

        probe.AnyAnswer();
        bench.Flow("The server's view: three forged RSTs, one challenge ACK", probe.Stack, probe.Handle);
        Assassinate(bench, probe);
    }

    /// <summary>
    /// The answer to one segment; the state must be the same afterwards, but for the SYN that TIME-WAIT may take.
    /// </summary>
    private static string Attack(LabProbe probe, TcpState state, int flags)
    {
        Lead(probe, state);
        byte[] data = (flags & TcpFlags.Psh) != 0 ? new byte[4] : [];
        probe.Put(flags, probe.Next + Off, probe.Expected + 100_000, data);
        string answer = probe.AnswerText();
        bool taken = state == TcpState.TimeWait && (flags & TcpFlags.Syn) != 0;
        return taken || probe.State == state ? answer : answer + ", now " + Names.State(probe.State);
    }

    private static void Assassinate(LabBench bench, LabProbe probe)
    {
        const string Rst = "RFC 1337 advises to ignore RST in TIME-WAIT. The engine does; Linux does with "
            + "tcp_rfc1337 = 1, which is not "
            + "its default.";
        const string Restart = "RFC 9293 3.10.7.4 restarts TIME-WAIT for the peer's FIN alone. Linux restarts it for "
            + "every segment "
            + "with ACK that it answers there.";
        Lead(probe, TcpState.TimeWait);
        probe.Put(TcpFlags.Rst, probe.Next, 0, []);
        probe.AnyAnswer();
        bench.Expect(
            "exact RST in TIME-WAIT: state after",
            Names.State(probe.State),
            bench.OnKernel ? "CLOSED" : "TIME-WAIT",
            Rst);
        if (probe.Stack is KernelStack kernel)
        {
            kernel.SetParameter("tcp_rfc1337", "1");
            Lead(probe, TcpState.TimeWait);
            probe.Put(TcpFlags.Rst, probe.Next, 0, []);
            probe.AnyAnswer();
            bench.Expect("the same with tcp_rfc1337 = 1", Names.State(probe.State), "TIME-WAIT");
        }

        LabProbe old = bench.Probe();
        Lead(old, TcpState.TimeWait);
        old.Clock.Wait(AgeMs);
        double before = old.Stack.TimerMs(old.Handle);
        old.Put(TcpFlags.Ack, old.Next - 5, old.Expected, new byte[4]);
        double after = old.Stack.TimerMs(old.Handle);
        string moved = after > before ? "anew" : "goes on";
        bench.Expect("old data in TIME-WAIT: 2 x MSL", moved, bench.OnKernel ? "anew" : "goes on", Restart);
    }

    /// <summary>A new connection, led into a state.</summary>
    private static void Lead(LabProbe probe, TcpState state)
    {
        probe.Port++;
        probe.Open(Initial);
        bool peerFirst = state is TcpState.CloseWait or TcpState.LastAck;
        if (peerFirst)
        {
            probe.Send(TcpFlags.Fin | TcpFlags.Ack, []);
            probe.Take("ACK");
        }

        if (state != TcpState.CloseWait)
        {
            probe.Stack.ShutdownWrite(probe.Handle);
            probe.Take("FIN,ACK");
        }

        if (state == TcpState.Closing)
        {
            probe.Put(TcpFlags.Fin | TcpFlags.Ack, probe.Next++, probe.Expected - 1, []);
            probe.Take("ACK");
        }

        if (state is TcpState.FinWait2 or TcpState.TimeWait)
        {
            probe.Send(TcpFlags.Ack, []);
        }

        if (state == TcpState.TimeWait)
        {
            probe.Send(TcpFlags.Fin | TcpFlags.Ack, []);
            probe.Take("ACK");
        }

        if (probe.State != state)
        {
            throw new LabException($"the stack is in {Names.State(probe.State)}, not in {Names.State(state)}");
        }
    }
}
