using System;
using System.Diagnostics;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Attack;

/// <summary>
/// A million spoofed segments a second of virtual time against a full table, while honest peers close.
/// </summary>
internal static class FloodReport
{
    private const double Seconds = 10;

    public static Section Run(double scale)
    {
        Section section = new();
        double seconds = Math.Max(0.2, Seconds * scale);
        FloodRun calm = new(0, seconds, FloodRun.Mixed);
        FloodRun mixed = new(1_000_000, seconds, FloodRun.Mixed);
        FloodRun strangers = new(1_000_000, seconds, FloodRun.Strangers);
        section.Line(
            $"{seconds:0.#} s of virtual time; a board's table (16 connections, 16 TIME-WAIT entries), all "
            + "slots and entries taken. Eight of the");
        section.Line(
            "connections belong to honest peers, each closes and opens anew; the flood names the other eight, "
            + "the entries, and");
        section.Line("ports that nobody has, with random numbers. Time per segment is processor time of this machine.");
        section.Line();
        section.Line(
            "| run | forged segments | answers to them | most in a second | closes | p50 latency | p99 latency "
            + "| ns a forged segment |");
        section.Line("|---|---|---|---|---|---|---|---|");
        Row(section, "no flood", calm);
        Row(section, "flood at everything", mixed);
        Row(section, "flood at nobody's ports", strangers);
        section.Line();
        foreach (FloodRun run in new[] { mixed, strangers })
        {
            section.Must(
                run.MostInASecond <= 200, $"{run.MostInASecond} answers in one second; the budgets allow 100 + 100");
            section.Must(run.Closes == calm.Closes, $"{run.Closes} closes under the flood, {calm.Closes} without");
            section.Must(run.Latency(0.99) <= calm.Latency(0.99), "closes take longer under the flood");
            section.Must(run.Allocated == 0, $"{run.Allocated} bytes allocated under the flood");
        }

        return section;
    }

    private static void Row(Section section, string name, FloodRun run)
    {
        string cost = run.Forged == 0 ? "-" : $"{run.NanosecondsEach:0}";
        section.Line(
            $"| {name} | {run.Forged} | {run.Answers} | {run.MostInASecond} | {run.Closes} | "
            + $"{run.Latency(0.5):0.0} ms | "
            + $"{run.Latency(0.99):0.0} ms | {cost} |");
    }
}
