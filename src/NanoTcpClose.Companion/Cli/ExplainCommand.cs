using System.CommandLine;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc explain FILE --conn ID.</summary>
internal static class ExplainCommand
{
    internal static Command Build(CliStreams streams)
    {
        CaptureArgument capture = new();
        Command command = new("explain", "One sentence per transition with its clause; a verdict; a next step.")
        {
            capture.File, capture.Connection,
        };
        command.SetAction(parsed => Guard.Run(streams, () =>
        {
            streams.Out.Write(ExplainView.Render(capture.LoadConnection(parsed, streams), streams.Width));
            return ExitCode.Ok;
        }));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("explain run.ntcl --conn 1.3", "why each state followed, and what to do")
            .Example("show run.ntcl", "which connections there are")
            .Example("check run.ntcl", "only what is wrong");
    }
}
