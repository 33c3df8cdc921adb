using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Pcap;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc pcap FILE -o out.pcapng.</summary>
internal sealed class PcapCommand
{
    private readonly CliStreams _streams;
    private readonly CaptureArgument _capture = new();
    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "pcapng file to write",
        Required = true,
    };
    private readonly Option<string?> _merge = new("--merge")
    {
        Description = "pcapng or pcap of the same time: its packets get the board's states as comments",
    };

    internal PcapCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("pcap", "Writes the traced segments as pcapng for Wireshark, states as packet comments.")
        {
            _capture.File, _output, _merge,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Export)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("pcap run.ntcl -o run.pcapng", "open it in Wireshark")
            .Example("pcap run.ntcl -o both.pcapng --merge eth0.pcapng", "states into this PC's capture")
            .Example("show run.ntcl", "which connections there are");
    }

    private int Run(ParsedLine parsed)
    {
        BoardLog log = _capture.Load(parsed, _streams);
        IReadOnlyList<TracedSegment> segments = PcapExport.Segments(log);
        if (segments.Count == 0)
        {
            throw new UsageException("this log holds no connection with its OPEN record, so there is no segment: "
                + "record from before the connection opens");
        }

        string target = parsed.GetValue(_output)!;
        string? merge = parsed.GetValue(_merge);
        PacketCapture? other = merge is null ? null : PacketCapture.Read(merge);
        using FileStream stream = new(target, FileMode.Create, FileAccess.Write);
        if (other is null)
        {
            PcapExport.Write(stream, segments, Application(), Path.GetFileName(parsed.GetValue(_capture.File)!));
        }
        else
        {
            (int found, long offset) = PcapExport.Merge(stream, segments, other);
            _streams.Say(Merged(found, segments.Count, offset, Path.GetFileName(merge!)));
        }

        Tell(segments, log, target);
        return ExitCode.Ok;
    }

    private void Tell(IReadOnlyList<TracedSegment> segments, BoardLog log, string target)
    {
        int implied = segments.Count(s => s.Implied);
        int connections = segments.Select(s => s.Connection).Distinct().Count();
        int without = log.Connections.Count() - connections;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        _streams.Say(string.Create(
            invariant, $"{segments.Count} segments of {connections} connections written to {target}"));
        if (implied > 0)
        {
            _streams.Say(string.Create(
                invariant, $"{implied} of them are implied by state changes: no SEGMENT record tells them"));
        }

        if (without > 0)
        {
            _streams.Say(string.Create(invariant, $"{without} connections left out: their OPEN record is missing"));
        }
    }

    private static string Merged(int found, int all, long offsetMicros, string name)
    {
        if (found == 0)
        {
            return "no segment of this log is in " + name + ": is it of the same time and of the right interface?";
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{found} of {all} segments found in {name}; its clock is {Ms(offsetMicros)} ms from the board's");
    }

    private static string Ms(long micros)
    {
        return (micros / 1000.0).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
    }

    private static string Application()
    {
        return "ntc " + VersionCommand.Version;
    }
}
