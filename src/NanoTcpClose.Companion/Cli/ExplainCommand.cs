using System.CommandLine;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc explain FILE --conn ID.</summary>
internal static class ExplainCommand
{
    internal static Command Build(CliStreams streams)
    {
        CaptureArgument capture = new();
        Option<bool> json = new("--json") { Description = "NDJSON, one transition a line, the verdict last" };
        Command command = new("explain", "One sentence per transition with its clause; a verdict; a next step.")
        {
            capture.File, capture.Connection, json,
        };
        command.SetAction(parsed => Guard.Run(streams, () =>
        {
            BoardLog log = capture.Load(parsed, streams);
            ConnectionModel connection = capture.Choose(parsed, log);
            streams.Out.Write(parsed.GetValue(json)
                ? JsonView.Explain(connection)
                : ExplainView.Render(log, connection, streams.Width));
            return ExitCode.Ok;
        }));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("explain run.ntcl --conn 1.3", "why each state followed, and what to do")
            .Example("explain run.ntcl --conn 1.3 --json", "the same for a program")
            .Example("show run.ntcl", "which connections there are");
    }
}
