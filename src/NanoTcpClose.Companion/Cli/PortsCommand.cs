using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Ports;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc ports.</summary>
internal static class PortsCommand
{
    internal static Command Build(CliStreams streams)
    {
        Option<bool> json = new("--json") { Description = "NDJSON, one port a line" };
        Command command = new(
            "ports",
            "Serial ports of this machine, newest last, with the boards that use such a USB device.")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            IReadOnlyList<PortInfo> ports = streams.FindPorts();
            streams.Out.Write(parsed.GetValue(json) ? Lines(ports) : ports.Count == 0 ? "" : Table(ports));
            if (ports.Count == 0)
            {
                streams.Say("no serial port found: plug the board in, or try `ntc demo`");
            }

            return ports.Count == 0 ? ExitCode.Port : ExitCode.Ok;
        });
        return command.In(CommandGroup.Board)
            .Ends(ExitCode.Ok, "at least one port")
            .Ends(ExitCode.Port, "no port found")
            .Example("ports", "newest last")
            .Example("ports --json", "for a script")
            .Example("watch /dev/ttyUSB0", "watch one of them");
    }

    internal static string Table(IReadOnlyList<PortInfo> ports)
    {
        List<string[]> rows = [["port", "usb id", "serial number", "device", "boards with this id"]];
        foreach (PortInfo port in ports)
        {
            rows.Add([port.Name, Or(port.Usb), Or(port.Serial), Or(port.Product), Or(Boards(port))]);
        }

        return TextTable.Render(rows);
    }

    private static string Lines(IReadOnlyList<PortInfo> ports)
    {
        return string.Concat(ports.Select(port => JsonView.Write(json =>
        {
            json.WriteString("type", "port");
            json.WriteString("port", port.Name);
            json.WriteString("usb", port.Usb);
            json.WriteString("serial", port.Serial);
            json.WriteString("device", port.Product);
            json.WriteString("boards", Boards(port));
        }) + "\n").Prepend(JsonView.Schema + "\n"));
    }

    private static string Boards(PortInfo port)
    {
        return port.Usb.Length == 0 ? "" : string.Join(", ", BoardCatalog.WithUsb(port.Usb).Select(b => b.Id));
    }

    private static string Or(string text)
    {
        return text.Length == 0 ? "-" : text;
    }
}
