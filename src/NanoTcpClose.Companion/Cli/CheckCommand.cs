using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc check FILE.</summary>
internal static class CheckCommand
{
    internal static Command Build(CliStreams streams)
    {
        CaptureArgument capture = new();
        Option<bool> json = new("--json") { Description = "NDJSON, one finding a line, the result last" };
        Option<string?> rules = new("--rules")
        {
            Description = "file of rules: 'close-wait-leak error', 'max FIN-WAIT-2 2s', 'forbid reset'",
        };
        Command command = new(
            "check",
            "Holds every transition and timer against the rules; the exit code is the result.")
        {
            capture.File, rules, json,
        };
        command.SetAction(parsed => Guard.Run(streams, () =>
        {
            RuleFile known = Read(parsed.GetValue(rules));
            BoardLog log = capture.Load(parsed, streams);
            return Run(log, known.Run(log), parsed.GetValue(json), streams);
        }));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.RuleBroken, ExitCode.Usage, ExitCode.Schema)
            .Ends(ExitCode.Uncertain, ExitCode.DeviceFault)
            .Example("check run.ntcl", "0 all well, 1 a rule is broken, 5 records are missing")
            .Example("check run.ntcl --rules team.rules", "limits and weights of your own")
            .Example("check run.ntcl --json", "one JSON object per finding");
    }

    private static RuleFile Read(string? file)
    {
        return file is null ? RuleFile.Parse("", []) : RuleFile.Parse(Path.GetFileName(file), File.ReadLines(file));
    }

    private static int Run(BoardLog log, IReadOnlyList<Finding> findings, bool json, CliStreams streams)
    {
        int code = CheckResult.Code(log, findings);
        if (json)
        {
            streams.Out.WriteLine(JsonView.Schema);
            foreach (Finding finding in findings)
            {
                streams.Out.WriteLine(JsonView.Finding(finding));
            }

            streams.Out.WriteLine(JsonView.Result(code, CheckResult.Sentence(code, log, findings)));
        }
        else
        {
            streams.Out.Write(FindingView.Render(findings, streams.Width));
            streams.Out.WriteLine(CheckResult.Sentence(code, log, findings));
        }

        return code;
    }
}
