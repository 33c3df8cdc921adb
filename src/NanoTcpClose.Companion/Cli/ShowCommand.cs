using System.CommandLine;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc show FILE.</summary>
internal static class ShowCommand
{
    internal static Command Build(CliStreams streams)
    {
        CaptureArgument capture = new();
        Option<bool> json = new("--json") { Description = "NDJSON, one close a line, times and losses last" };
        Command command = new("show", "Summary of the closes in a capture.") { capture.File, json };
        command.SetAction(parsed => Guard.Run(
            streams, () => Run(capture.Load(parsed, streams), parsed.GetValue(json), streams)));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("show run.ntcl", "kinds, times in each state, verdicts, losses")
            .Example("show run.ntcl --json", "one JSON object per close")
            .Example("show putty.log", "a file that another serial program saved");
    }

    private static int Run(BoardLog log, bool json, CliStreams streams)
    {
        if (json)
        {
            streams.Out.WriteLine(JsonView.Schema);
            foreach (ConnectionModel close in log.Closes)
            {
                streams.Out.WriteLine(JsonView.Close(close));
            }

            streams.Out.WriteLine(JsonView.Summary(log));
        }
        else
        {
            streams.Out.Write(SummaryView.Render(log, streams.Width, streams.Fit()));
        }

        return log.UnknownVersion != 0 && log.Records == 0 ? ExitCode.Schema : ExitCode.Ok;
    }
}
