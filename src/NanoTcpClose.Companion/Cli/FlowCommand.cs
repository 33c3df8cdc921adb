using System.CommandLine;
using System.IO;
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
        Option<string?> output = new("--output", "-o") { Description = "file to write instead of standard output" };
        Command command = new("flow", "Draws the segments and states of one connection.")
        {
            capture.File, capture.Connection, format, output,
        };
        command.SetAction(parsed => Guard.Run(streams, () =>
        {
            ConnectionModel model = capture.Choose(parsed, capture.Load(parsed, streams));
            bool ascii = streams.Ascii || !streams.Interactive;
            string drawing = parsed.GetValue(format) switch
            {
                "mermaid" => FlowView.Mermaid(model),
                "svg" => FlowView.Svg(model),
                _ => FlowView.Text(model, streams.Width, ascii, streams.Colour),
            };
            if (parsed.GetValue(output) is string file)
            {
                File.WriteAllText(file, drawing);
                streams.Say("written to " + file);
            }
            else
            {
                streams.Out.Write(drawing);
            }

            return ExitCode.Ok;
        }));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("flow run.ntcl --conn 1.3", "in the terminal")
            .Example("flow run.ntcl --conn 1.3 --format mermaid", "for an issue")
            .Example("flow run.ntcl --conn 1.3 --format svg -o close.svg", "a drawing for a browser");
    }
}
