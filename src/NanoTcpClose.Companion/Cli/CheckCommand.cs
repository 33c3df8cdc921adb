using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc check [PORT|FILE|-|tcp://host:port].</summary>
internal sealed class CheckCommand
{
    private const string UntilWords = "closed, idle:5s, count:N or finding";

    private readonly CliStreams _streams;
    private readonly Argument<string?> _source = Arguments.Perhaps(
        "SOURCE", "serial port, capture, - for standard input, tcp://host:port; none: the only board");

    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<string?> _until = new("--until")
    {
        Description = "end at closed, idle:5s, count:N, or finding: the first warning or error",
        HelpName = "WHEN",
    };

    private readonly Option<string?> _timeout = new("--timeout")
    {
        Description = "end after that time, for example 60s; without it and --until at Ctrl-C",
        HelpName = "TIME",
    };

    private readonly Option<string?> _record = new("--record") { Description = "capture file", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one finding a line, the result last" };
    private readonly Option<string?> _rules = new("--rules")
    {
        Description = "file of rules: 'close-wait-leak error', 'max FIN-WAIT-2 2s', 'forbid reset'",
        HelpName = "FILE",
    };

    internal CheckCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new(
            "check",
            "Holds every transition and timer of a board or a capture against the rules; the exit code is the result.")
        {
            _source,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.Under("Line", _baud, _record)
            .Under("Rules and result", _rules, _json)
            .Under("End", _until, _timeout)
            .In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.RuleBroken, ExitCode.Usage, ExitCode.Port)
            .Ends(ExitCode.Schema, ExitCode.Uncertain)
            .Ends(ExitCode.Timeout, "no record came, or the time was over before --until")
            .Ends(ExitCode.DeviceFault, ExitCode.Interrupted)
            .Example("check run.ntcl --rules team.rules", "0 all well, 1 a rule is broken, 5 records are missing")
            .Example("check /dev/ttyUSB0 --until finding", "watch a board until something is wrong")
            .Example("check COM6 --timeout 60s --json", "judge a minute, one JSON object per finding");
    }

    private int Run(ParsedLine parsed)
    {
        RuleFile rules = Read(parsed.GetValue(_rules));
        string source = parsed.GetValue(_source) ?? FirstWords.OnlyBoard(_streams);
        string? until = parsed.GetValue(_until);
        bool first = until == "finding";
        bool json = parsed.GetValue(_json);
        List<Finding> unknown = [];
        FindingTally tally = new(rules, finding => Show(finding, json, unknown));
        Listening listening = new(_streams, source)
        {
            Baud = parsed.GetValue(_baud),
            Limit = Arguments.Duration("--timeout", parsed.GetValue(_timeout)),
            Until = first ? null : Until.Of(until, UntilWords),
            Record = parsed.GetValue(_record),
            Watcher = tally.Saw,
            Enough = (log, _) =>
            {
                tally.LookAtLive(log);
                return first && tally.Found;
            },
        };
        using Interrupts interrupts = new();
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        BoardLog heard = listening.Run(interrupts.Token);
        if (!interrupts.Token.IsCancellationRequested && listening.Nothing(heard) is int nothing)
        {
            return nothing;
        }

        tally.End(heard);
        _streams.Out.Write(json ? "" : FindingView.Render(unknown, _streams.Width));
        return Finish(heard, tally, listening, json, interrupts.Token.IsCancellationRequested);
    }

    private int Finish(BoardLog log, FindingTally tally, Listening listening, bool json, bool interrupted)
    {
        int code = CheckResult.Code(log, tally);
        bool late = listening is { IsCapture: false, Until: not null, Reached: false };
        string sentence = CheckResult.Sentence(code, log, tally) + (interrupted ? "; ended by Ctrl-C"
            : late ? "; the time was over before --until came" : "");
        code = interrupted ? ExitCode.Interrupted
            : late && code is ExitCode.Ok or ExitCode.Uncertain ? ExitCode.Timeout : code;
        _streams.Out.WriteLine(json ? JsonView.Result(code, sentence) : sentence);
        return code;
    }

    // What cannot be known is one line a rule at the end; NDJSON has each of them.
    private void Show(Finding finding, bool json, List<Finding> unknown)
    {
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Finding(finding));
        }
        else if (finding.Seen)
        {
            _streams.Out.Write(FindingView.Seen(finding, _streams.Width));
        }
        else
        {
            unknown.Add(finding);
        }
    }

    private static RuleFile Read(string? file)
    {
        return file is null ? RuleFile.Parse("", []) : RuleFile.Parse(Path.GetFileName(file), File.ReadLines(file));
    }
}
