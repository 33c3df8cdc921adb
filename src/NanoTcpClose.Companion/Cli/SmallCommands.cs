using System.Collections.Generic;
using System.CommandLine;
using System.Reflection;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ports and version.</summary>
internal static class SmallCommands
{
    internal static Command Ports(CliStreams streams)
    {
        Command command = new("ports", "Serial ports of this machine, newest last.");
        command.SetAction(_ =>
        {
            IReadOnlyList<string> names = SerialSource.Names();
            foreach (string name in names)
            {
                streams.Out.WriteLine(name);
            }

            if (names.Count == 0)
            {
                streams.Say("no serial port found: plug the board in, or try `ntc demo`");
            }

            return names.Count == 0 ? ExitCode.Port : ExitCode.Ok;
        });
        return command;
    }

    internal static Command Version(CliStreams streams)
    {
        Option<bool> json = new("--json") { Description = "as one JSON object" };
        Command command = new("version", "Version of the tool and of the wire format.") { json };
        command.SetAction(parsed =>
        {
            string version = typeof(SmallCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion.Split('+')[0] ?? "0";
            streams.Out.WriteLine(parsed.GetValue(json)
                ? JsonView.Write(o =>
                {
                    o.WriteString("schema", "ntcl/1");
                    o.WriteString("ntc", version);
                    o.WriteNumber("wire", TraceDecoder.Version);
                })
                : "ntc " + version + ", reads NTCL/1");
            return ExitCode.Ok;
        });
        return command;
    }
}
