using System;
using System.Globalization;
using System.Text;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Soak.Net;

namespace NanoTcpClose.Soak.Closes;

/// <summary>A million closes with mixed faults in virtual time.</summary>
internal static class ClosesReport
{
    private const int Closes = 1_000_000;

    public static Section Run(double scale)
    {
        Section section = new();
        ClosesRun run = new((long)Math.Max(1000, Closes * scale), 11);
        run.Run();
        section.Line(
            $"{run.Opens} connections opened by the board in {run.VirtualHours:0} hours of virtual time (seed "
            + "11): 2 % of packets lost, 2 % doubled,");
        section.Line(
            $"2 % late past others ({run.Lost} of {run.Carried} lost); links cut {run.Cuts} times for up to 200 "
            + $"s; peers rebooted {run.PeerReboots} times, the board");
        section.Line(
            $"reset {run.BoardResets} times; sends refused in {run.Refusals} bursts; the board's timer signals "
            + "late, early, doubled and lost in turn. Users close first,");
        section.Line("last, both at once, half, after data, with unread data, or abort.");
        section.Line();
        section.Line("| ended by | board | peer |");
        section.Line("|---|---|---|");
        for (int cause = 0; cause < run.Left.EndedBy.Length; cause++)
        {
            if (run.Left.EndedBy[cause] + run.Right.EndedBy[cause] > 0)
            {
                section.Line(
                    $"| {TraceNames.Cause((TransitionCause)cause)} | {run.Left.EndedBy[cause]} | "
                    + $"{run.Right.EndedBy[cause]} |");
            }
        }

        section.Line($"| gone with a reset or reboot | {run.Left.LostWithTheBoard} | {run.Right.LostWithTheBoard} |");
        section.Line($"| **sum** | {Sum(run.Left)} | {Sum(run.Right)} |");
        section.Line($"| **opened** | {run.Left.Opened} | {run.Right.Opened} |");
        section.Line($"| living at the end | {run.Left.Living} | {run.Right.Living} |");
        section.Line();
        section.Line(
            $"Managed memory after full collections: at most {Kilobytes(run.HighestMemory(false))} in the first "
            + "half of the");
        section.Line($"run, at most {Kilobytes(run.HighestMemory(true))} in the second:");
        section.Line();
        section.Line("![memory over the run](images/soak-memory.svg)");
        section.Line();
        Judge(section, run, scale);
        MemoryPlot.Write("docs/images/soak-memory.svg", run.Memory, scale);
        return section;
    }

    private static void Judge(Section section, ClosesRun run, double scale)
    {
        foreach (NetNode node in new[] { run.Left, run.Right })
        {
            string who = node.IsLeft ? "board" : "peer";
            section.Must(node.Living == 0, $"{who}: {node.Living} connections never ended");
            section.Must(node.Opened == Sum(node), $"{who}: {node.Opened} opened, {Sum(node)} ended");
            section.Must(node.Illegal == 0, $"{who}: {node.Illegal} illegal transitions");
            section.Must(node.Engine.Counters[(int)EngineCounter.Faults] == 0, $"{who}: faults counted");
            section.Must(node.Engine.FreeConnections == ClosesRun.Slots, $"{who}: slots did not come back");
        }

        if (scale >= 0.02)
        {
            // A shorter run shares its process with other tests, whose memory is counted too.
            section.Must(run.HighestMemory(true) < 64_000_000, "memory is out of bounds");
        }

        if (scale >= 0.2)
        {
            // A shorter run is over before the plans of its first connections are.
            bool flat = run.HighestMemory(true) <= (run.HighestMemory(false) * 1.1) + 262_144;
            section.Must(flat, "memory grew");
        }
    }

    private static long Sum(NetNode node)
    {
        return node.Ended + node.LostWithTheBoard;
    }

    private static string Kilobytes(long bytes)
    {
        return (bytes / 1024.0).ToString("0", CultureInfo.InvariantCulture) + " kB";
    }
}
