using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Soak.Faults;

/// <summary>Fault x state.</summary>
internal static class FaultReport
{
    private static readonly TcpState[] s_states =
    [
        TcpState.SynSent, TcpState.SynReceived, TcpState.Established, TcpState.FinWait1, TcpState.FinWait2,
            TcpState.CloseWait,
        TcpState.Closing, TcpState.LastAck, TcpState.TimeWait,
    ];

    public static Section Run(double scale)
    {
        Section section = Table();
        section.Line(ConstructionProbe.Run(out bool good));
        section.Line();
        section.Must(good, "the engine did not survive an allocation that failed while it was made");
        return section;
    }

    /// <summary>The deterministic part.</summary>
    internal static Section Table()
    {
        Section section = new();
        section.Line(
            "The board (the engine under test) is driven into the state by real segments; then the fault comes. "
            + "Both users close a");
        section.Line(
            "second or two later, and again until nothing is left. A cell: causes of the end at the board / at "
            + "the peer, and");
        section.Line(
            "seconds from the fault until nothing is left of the connection on either side, TIME-WAIT included.");
        section.Line();
        string head = "| fault |";
        string rule = "|---|";
        foreach (TcpState state in s_states)
        {
            head += $" {TraceNames.State(state)} |";
            rule += "---|";
        }

        section.Line(head);
        section.Line(rule);
        int runs = 0;
        foreach (FaultKind fault in Enum.GetValues<FaultKind>())
        {
            string row = $"| {Name(fault)} |";
            foreach (TcpState state in s_states)
            {
                FaultRun run = new(state, fault);
                runs++;
                row += $" {run.Outcome} |";
                foreach (string broken in run.Broken)
                {
                    section.Must(false, $"{Name(fault)} in {TraceNames.State(state)}: {broken}");
                }
            }

            section.Line(row);
        }

        section.Line();
        section.Line(
            $"{runs} runs; {runs - section.Broken.Count} ended on both sides with every slot back and every "
            + "connection accounted for.");
        section.Line();
        return section;
    }

    private static string Name(FaultKind fault)
    {
        string words = Regex.Replace(fault.ToString(), "(?<=[a-z])(?=[A-Z0-9])", " ").ToLowerInvariant();
        return words.Replace("back 10s", "goes back 10 s", StringComparison.Ordinal)
            .Replace("down 30s", "down 30 s", StringComparison.Ordinal);
    }
}
