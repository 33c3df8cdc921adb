using System;
using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc netstat PORT|FILE.</summary>
internal sealed class NetstatCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string?> _source = Arguments.Perhaps("SOURCE",
        "serial port, capture, or tcp://host:port");
    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<bool> _all = new("--all") { Description = "closed connections too" };
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one connection a line" };
    private readonly Option<string> _wait = new("--wait")
    {
        Description = "how long to listen to a line",
        HelpName = "TIME",
        DefaultValueFactory = _ => "11s",
    };

    internal NetstatCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("netstat", "The board's connections as ss would print them, with a count by state.")
        {
            _source, _baud, _wait, _all, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Live)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Port, ExitCode.Schema)
            .Ends(ExitCode.Uncertain, "records are missing, so the list may be wrong")
            .Ends(ExitCode.Timeout, "no record came in the time of --wait")
            .Ends(ExitCode.Interrupted)
            .Example("netstat /dev/ttyUSB0", "listens until the board has told its counters, at most 11 s")
            .Example("netstat run.ntcl --all", "as it was at the end of a capture")
            .Example("netstat COM6 --wait 3s --json", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        string source = parsed.GetValue(_source) ?? FirstWords.OnlyBoard(_streams);
        TimeSpan wait = Arguments.Duration("--wait", parsed.GetValue(_wait))!.Value;
        using Interrupts interrupts = new();
        Listening listening = new(_streams, source)
        {
            Baud = parsed.GetValue(_baud),
            Limit = wait,
            Enough = (heard, _) => heard.Epochs.Any(e => e.Stats is not null),
        };
        BoardLog log = listening.Run(interrupts.Token);
        if (listening.Nothing(log) is int nothing)
        {
            return nothing;
        }

        bool live = !listening.IsCapture;
        EpochModel epoch = log.Epochs[^1];
        double now = live ? epoch.NowMs(DateTimeOffset.UtcNow) : epoch.LastMs;
        bool all = parsed.GetValue(_all);
        _streams.Out.Write(parsed.GetValue(_json)
            ? NetstatView.Json(epoch, now, all) : NetstatView.Text(epoch, now, all, _streams.Fit()));
        if (epoch.Missing > 0)
        {
            _streams.Say(epoch.Missing + " records are missing: the list may be wrong");
        }

        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted
            : epoch.Missing > 0 ? ExitCode.Uncertain : ExitCode.Ok;
    }
}
