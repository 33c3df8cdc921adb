using System.Collections.Generic;
using System.CommandLine;
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
        Option<bool> json = new("--json") { Description = "NDJSON, one finding a line" };
        Command command = new(
            "check",
            "Holds every transition and timer against the rules; the exit code is the result.")
        {
            capture.File, json,
        };
        command.SetAction(parsed => Guard.Run(
            streams, () => Run(capture.Load(parsed, streams), parsed.GetValue(json), streams)));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.RuleBroken, ExitCode.Usage, ExitCode.Schema)
            .Ends(ExitCode.Uncertain, ExitCode.DeviceFault)
            .Example("check run.ntcl", "0 all well, 1 a rule is broken, 5 records are missing")
            .Example("check run.ntcl --json", "one JSON object per finding")
            .Example("explain run.ntcl --conn 1.3", "the story of a connection it names");
    }

    private static int Run(BoardLog log, bool json, CliStreams streams)
    {
        IReadOnlyList<Finding> findings = Linters.Run(log);
        int code = CheckResult.Code(log, findings);
        if (json)
        {
            streams.Out.WriteLine(JsonView.Schema);
            foreach (Finding finding in findings)
            {
                streams.Out.WriteLine(JsonView.Finding(finding));
            }
        }
        else
        {
            streams.Out.Write(SummaryView.Findings(findings));
            streams.Out.WriteLine(CheckResult.Sentence(code, log));
        }

        return code;
    }
}
