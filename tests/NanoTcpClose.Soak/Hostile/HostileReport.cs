using System;
using System.Diagnostics;
using NanoTcpClose.Companion.Cli;

namespace NanoTcpClose.Soak.Hostile;

/// <summary>ntc watch fed with what no honest board sends.</summary>
internal static class HostileReport
{
    private const long Megabyte = 1 << 20;
    private const long Allowed = 64 * Megabyte;

    public static Section Run(double scale)
    {
        Section section = new();
        section.Line(
            "`ntc watch -` with input that is made while it is read. Growth: managed memory after a full "
            + "collection, at the end over");
        section.Line("a quarter of the way. Control: characters that could steer a terminal, on both streams.");
        section.Line();
        section.Line("| input | bytes | exit code | control | growth | MB a second |");
        section.Line("|---|---|---|---|---|---|");
        foreach (HostileKind kind in Enum.GetValues<HostileKind>())
        {
            long size = kind is HostileKind.NoZeroByte ? 2048 * Megabyte : 64 * Megabyte;
            Watch(section, kind, Math.Max(Megabyte, (long)(size * scale)));
        }

        section.Line();
        return section;
    }

    private static void Watch(Section section, HostileKind kind, long size)
    {
        using WatchingWriter output = new();
        using WatchingWriter error = new();
        long quarter = 0;
        long end = 0;
        HostileStream stream = new(kind, size, given =>
        {
            if (quarter == 0 && given >= size / 4)
            {
                quarter = GC.GetTotalMemory(forceFullCollection: true);
            }
            else if (end == 0 && given >= size - 8192)
            {
                end = GC.GetTotalMemory(forceFullCollection: true);
            }
        });
        Stopwatch watch = Stopwatch.StartNew();
        CliStreams streams = new(output, error) { OpenInput = () => stream };
        int code = Root.Run(["watch", "-", "--no-record"], streams);
        long growth = Math.Max(0, end - quarter);
        double rate = size / (double)Megabyte / Math.Max(0.001, watch.Elapsed.TotalSeconds);
        section.Line(
            $"| {kind} | {size / Megabyte} MB | {code} | {output.Control + error.Control} | {growth / 1024} kB "
            + $"| {rate:0} |");
        section.Must(output.Control + error.Control == 0, $"{kind}: control characters reach the terminal");
        section.Must(growth <= Allowed, $"{kind}: {growth / Megabyte} MB more at the end than at a quarter");
        section.Must(code is >= 0 and < 64
            && error.LastLine.StartsWith("--- ", StringComparison.Ordinal), $"{kind}: no clear end: {error.LastLine}");
    }
}
