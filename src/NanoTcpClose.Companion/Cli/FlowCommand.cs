using System.CommandLine;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc flow FILE --conn ID.</summary>
internal static class FlowCommand
{
    internal static Command Build(CliStreams streams)
    {
        CaptureArgument capture = new();
        Option<string> format = Arguments.OneOf("--format", "kind of drawing", "text", "mermaid", "svg");
        Command command = new("flow", "Draws the segments and states of one connection.")
        {
            capture.File, capture.Connection, format,
        };
        command.SetAction(parsed => Guard.Run(streams, () =>
        {
            ConnectionModel model = capture.LoadConnection(parsed, streams);
            streams.Out.Write(parsed.GetValue(format) switch
            {
                "mermaid" => FlowView.Mermaid(model),
                "svg" => FlowView.Svg(model),
                _ => FlowView.Text(model),
            });
            return ExitCode.Ok;
        }));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("flow run.ntcl --conn 1.3", "in the terminal")
            .Example("flow run.ntcl --conn 1.3 --format mermaid", "for an issue")
            .Example("flow run.ntcl --conn 1.3 --format svg", "a drawing for a browser");
    }
}
