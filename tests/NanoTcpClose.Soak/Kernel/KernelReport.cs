using System;
using System.Threading;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.VirtualBoard;

namespace NanoTcpClose.Soak.Kernel;

/// <summary>Closes in hundreds of thousands against the Linux kernel.</summary>
internal static class KernelReport
{
    private const int Closes = 200_000;

    public static Section Run(double scale)
    {
        Section section = new();
        if (!KernelPeer.IsAvailable(out string why))
        {
            section.Line($"Skipped: {why}.");
            section.Must(Environment.GetEnvironmentVariable("CI") != "true", "the kernel is not available: " + why);
            return section;
        }

        int closes = (int)Math.Max(1000, Closes * scale);
        using KernelRun run = new(21);
        using KernelRun other = new(22);
        Thread beside = new(() => other.Run(closes / 2));
        beside.Start();
        run.Run(closes - (closes / 2));
        beside.Join();
        run.Add(other);
        section.Line($"{run.Opened} connections opened by the engine to the {run.KernelName},");
        section.Line(
            $"in two namespaces at once, closed over lines that lost, doubled or swapped {run.Harmed} packets, "
            + $"in {run.Minutes:0.0} minutes. Closed by the engine "
            + "first, the kernel first, both, half, after data,");
        section.Line("by linger 0 of the kernel, by abort of the engine.");
        section.Line();
        section.Line("| ended by | engine |");
        section.Line("|---|---|");
        long ended = 0;
        for (int cause = 0; cause < run.EndedBy.Length; cause++)
        {
            ended += run.EndedBy[cause];
            if (run.EndedBy[cause] > 0)
            {
                section.Line($"| {TraceNames.Cause((TransitionCause)cause)} | {run.EndedBy[cause]} |");
            }
        }

        section.Line($"| **sum** | {ended} |");
        section.Line($"| **opened** | {run.Opened} |");
        section.Line();
        section.Line(
            $"The kernel accepted {run.Accepted} and held {run.KernelLeft} of them in a state other than "
            + "TIME-WAIT at the end. Managed memory");
        section.Line(
            $"after full collections: {run.FirstMemory / 1024} kB after the first tenth, "
            + $"{run.LastMemory / 1024} kB at the end.");
        section.Line();
        section.Must(ended == run.Opened, $"{run.Opened} opened, {ended} ended");
        section.Must(run.Accepted == run.Opened, $"{run.Opened} opened, the kernel accepted {run.Accepted}");
        section.Must(run.KernelLeft == 0, $"{run.KernelLeft} connections did not end at the kernel");
        section.Must(run.Illegal == 0, $"{run.Illegal} illegal transitions");
        section.Must(run.LastMemory <= run.FirstMemory + 4_194_304, "memory grew");
        return section;
    }
}
