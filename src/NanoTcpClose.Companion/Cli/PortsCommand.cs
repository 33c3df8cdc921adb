using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli.Doctor;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Ports;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc ports.</summary>
internal sealed class PortsCommand
{
    private readonly CliStreams _streams;
    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one port a line" };
    private readonly Option<string> _listen = new("--listen")
    {
        Description = "how long to wait for a board to name itself (it does so every 10 s); 0s: not at all",
        HelpName = "TIME",
        DefaultValueFactory = _ => "2s",
    };

    internal PortsCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new(
            "ports",
            "Serial ports of this machine, newest last: the USB device, and the board that is heard on it.")
        {
            _listen, _baud, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Board)
            .Ends(ExitCode.Ok, "at least one port")
            .Ends(ExitCode.Usage)
            .Ends(ExitCode.Port, "no port found")
            .Ends(ExitCode.Interrupted)
            .Example("ports", "newest last, after two seconds of listening")
            .Example("ports --listen 11s", "long enough for every board to name itself")
            .Example("ports --listen 0s --json", "at once, for a script");
    }

    private int Run(ParsedLine parsed)
    {
        TimeSpan time = Arguments.Duration("--listen", parsed.GetValue(_listen))!.Value;
        IReadOnlyList<PortInfo> ports = _streams.FindPorts();
        if (ports.Count == 0)
        {
            _streams.Say("no serial port found: plug the board in, or try `ntc demo`");
            return ExitCode.Port;
        }

        using Interrupts interrupts = new();
        IReadOnlyList<PortHearing> heard = PortHearing.Of(ports, parsed.GetValue(_baud), time, interrupts.Token);
        _streams.Out.Write(parsed.GetValue(_json) ? Lines(heard) : Table(heard, _streams.Fit()));
        return interrupts.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Ok;
    }

    private static string Table(IReadOnlyList<PortHearing> heard, int fit)
    {
        List<string[]> rows = [["port", "heard", "usb id", "serial number", "device", "boards with this id"]];
        foreach (PortHearing one in heard)
        {
            PortInfo port = one.Port;
            rows.Add(
                [port.Name, one.Text, Or(port.Usb), Or(port.Serial), Or(port.Product), Or(Boards(port))]);
        }

        return TextTable.Render(rows, fit);
    }

    private static string Lines(IReadOnlyList<PortHearing> heard)
    {
        return string.Concat(heard.Select(one => JsonView.Write(json =>
        {
            PortInfo port = one.Port;
            json.WriteString("type", "port");
            json.WriteString("port", port.Name);
            json.WriteString("usb", port.Usb);
            json.WriteString("serial", port.Serial);
            json.WriteString("device", port.Product);
            json.WriteString("boards", Boards(port));
            json.WriteString("heard", one.Word);
            if (one.Board is not null)
            {
                json.WriteString("board", one.Board.DeviceId);
                json.WriteString("boot", one.Board.BootId.ToString("X8", CultureInfo.InvariantCulture));
            }
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
