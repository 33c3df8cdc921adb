using System.CommandLine;
using NanoTcpClose.Companion.Cli.Diff;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc diff A B.</summary>
internal sealed class DiffCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string> _first = Arguments.Text("A", "capture");
    private readonly Argument<string> _second = Arguments.Text("B", "capture to compare with it");
    private readonly Option<string?> _within = new("--within")
    {
        Description = "times too: 20ms, 10%, or 20ms+10%: how far a stay in a state may differ",
        HelpName = "TIME",
    };

    private readonly Option<bool> _json = new("--json") { Description = "NDJSON" };

    internal DiffCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("diff", "The first divergence between two runs: states and causes, and times if asked.")
        {
            _first, _second, _within, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, "both runs went the same way")
            .Ends(ExitCode.RuleBroken, "they differ")
            .Ends(ExitCode.Usage, ExitCode.Schema)
            .Ends(ExitCode.Uncertain, "they differ where records are missing")
            .Example("diff before.ntcl after.ntcl", "what a change of the firmware changed")
            .Example("diff good.ntcl bad.ntcl --within 20ms+10%", "and whether it became slower")
            .Example("diff good.ntcl bad.ntcl --json", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        string? within = parsed.GetValue(_within);
        Tolerance? tolerance = within is null ? null : Tolerance.Parse(within)
            ?? throw new UsageException("--within takes 20ms, 10%, or 20ms+10%, not '" + within + "'");
        BoardLog a = CaptureFiles.Load(parsed.GetValue(_first)!, _streams);
        BoardLog b = CaptureFiles.Load(parsed.GetValue(_second)!, _streams);
        RunDiff found = RunDiff.Of(a, b, tolerance);
        if (parsed.GetValue(_json))
        {
            _streams.Out.WriteLine(JsonView.Schema);
            _streams.Out.WriteLine(found.Json());
        }
        else
        {
            _streams.Out.Write(found.Text(_streams.Fit()));
        }

        return found.Same ? ExitCode.Ok : found.Certain ? ExitCode.RuleBroken : ExitCode.Uncertain;
    }
}
