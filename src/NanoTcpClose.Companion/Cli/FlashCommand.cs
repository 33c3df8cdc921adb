using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Input;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc flash: nanoff with the right target and the right address of a board.</summary>
internal sealed class FlashCommand
{
    private readonly CliStreams _streams;
    private readonly Option<string> _board = new("--board") { Description = "id of `ntc boards`", Required = true };
    private readonly Option<string> _port = new("--port") { Description = "serial port of the board", Required = true };
    private readonly Option<string?> _image = new("--image") { Description = "application, a .bin file" };
    private readonly Option<string?> _wifi = new("--wifi")
    {
        Description = "network credentials for nanoff, a .json file",
    };
    private readonly Option<bool> _dry = new("--dry-run") { Description = "only print the nanoff lines" };

    internal FlashCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new(
            "flash",
            "Puts firmware, Wi-Fi credentials and the application on a board through nanoff.")
        {
            _board, _port, _image, _wifi, _dry,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Board)
            .Ends(ExitCode.Ok)
            .Ends(ExitCode.RuleBroken, "nanoff failed")
            .Ends(ExitCode.Usage, ExitCode.Port)
            .Example("flash --board esp32-devkitc-v4 --port COM5 --image App.bin", "firmware and application")
            .Example("flash --board esp32-devkitc-v4 --port COM5 --wifi wifi.json", "firmware and Wi-Fi credentials")
            .Example("flash --board esp32-devkitc-v4 --port COM5 --dry-run", "only print what would be called");
    }

    private int Run(ParsedLine parsed)
    {
        string id = parsed.GetValue(_board)!;
        BoardFile board = BoardCatalog.Find(id) ?? throw new UsageException(
            "board " + id + " is not known; there are " + string.Join(", ", BoardCatalog.All.Select(b => b.Id)));
        if (board.Transport == "none")
        {
            throw new UsageException("board " + id + " is this computer, nothing to flash: run `ntc demo`");
        }

        string port = parsed.GetValue(_port)!;
        string? image = parsed.GetValue(_image);
        string? wifi = parsed.GetValue(_wifi);
        FlashPlan plan = FlashPlan.For(board, port, image, wifi);
        if (parsed.GetValue(_dry))
        {
            plan.Calls.ToList().ForEach(call => _streams.Out.WriteLine(FlashPlan.Line(call)));
            return ExitCode.Ok;
        }

        Exists(image, "--image");
        Exists(wifi, "--wifi");
        CheckImage(image, board);
        if (wifi is not null)
        {
            WifiFile.Check(wifi);
        }

        return !OperatingSystem.IsWindows() && !File.Exists(port)
            ? throw new PortException("port " + port + " is not there: `ntc ports` lists those that are")
            : Call(plan, board);
    }

    private int Call(FlashPlan plan, BoardFile board)
    {
        foreach (IReadOnlyList<string> call in plan.Calls)
        {
            _streams.Say(FlashPlan.Line(call));
            int? code = _streams.RunNanoff(call);
            if (code is null)
            {
                throw new UsageException("nanoff is not installed: " + Nanoff.Install);
            }

            if (code != 0)
            {
                _streams.Say("nanoff ended with " + code + "; close programs that hold the port, hold BOOT while plugging in, try again");
                return ExitCode.RuleBroken;
            }
        }

        string pin = board.LogTx < 0 ? "" : " (TX on GPIO " + board.LogTx + ")";
        _streams.Say("done; the log comes out of " + board.LogPort + pin + ": ntc watch PORT --baud " + board.LogBaud);
        return ExitCode.Ok;
    }

    private static void CheckImage(string? image, BoardFile board)
    {
        long bytes = image is null ? 1 : new FileInfo(image).Length;
        if (bytes == 0 || bytes > board.DeployBytes)
        {
            throw new UsageException("--image " + image + " has " + bytes + " bytes and board " + board.Id + " has room for 1 to "
                + board.DeployBytes + ": take NanoTcpClose.Esp32.bin out of src/NanoTcpClose.Esp32/bin/Release");
        }
    }

    private static void Exists(string? file, string option)
    {
        if (file is not null && !File.Exists(file))
        {
            throw new UsageException(option + " " + file + " is not there: check the path");
        }
    }
}
