using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc version.</summary>
internal static class VersionCommand
{
    /// <summary>Version of the tool.</summary>
    internal static string Version { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0] ?? "0";

    internal static Command Build(CliStreams streams)
    {
        Option<bool> json = new("--json") { Description = "as one JSON object" };
        Command command = new("version", "Version of the tool and of the wire format.") { json };
        command.SetAction(parsed =>
        {
            streams.Out.WriteLine(parsed.GetValue(json)
                ? JsonView.Write(o =>
                {
                    o.WriteString("schema", "ntcl/1");
                    o.WriteString("ntc", Version);
                    o.WriteNumber("wire", TraceDecoder.Version);
                    o.WriteNumber("capture", CaptureWriter.Version);
                    o.WriteString("runtime", RuntimeInformation.FrameworkDescription);
                    o.WriteString("system", RuntimeInformation.RuntimeIdentifier);
                })
                : "ntc " + Version + ", reads NTCL/1");
            return ExitCode.Ok;
        });
        return command.In(CommandGroup.Tool)
            .Ends(ExitCode.Ok)
            .Example("version", "for people")
            .Example("version --json", "for a script")
            .Example("version --help", "this text");
    }
}
