using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc boards.</summary>
internal static class BoardsCommand
{
    internal static Command Build(CliStreams streams)
    {
        Option<bool> json = new("--json") { Description = "NDJSON, one board a line" };
        Command command = new(
            "boards",
            "Boards that this tool can flash, with firmware target, address and log port.")
        {
            json,
        };
        command.SetAction(parsed =>
        {
            streams.Out.Write(parsed.GetValue(json) ? Lines() : Table(streams.Fit()));
            return ExitCode.Ok;
        });
        return command.In(CommandGroup.Board)
            .Ends(ExitCode.Ok)
            .Example("boards", "all boards")
            .Example("boards --json", "for a script")
            .Example("flash --board esp32-devkitc-v4 --port COM5 --dry-run", "what flashing one of them would call");
    }

    private static string Table(int fit)
    {
        List<string[]> rows = [["id", "board", "firmware target", "address", "log", "seen on hardware"]];
        foreach (BoardFile board in BoardCatalog.All)
        {
            string log = board.LogTx < 0 ? board.LogPort : board.LogPort + ", TX on GPIO " + Number(board.LogTx);
            rows.Add([board.Id, board.Name, board.Target, board.DeployAddress, log, board.Verified]);
        }

        return TextTable.Render(rows, fit);
    }

    private static string Lines()
    {
        return string.Concat(BoardCatalog.All.Select(board => JsonView.Write(json =>
        {
            json.WriteString("type", "board");
            json.WriteString("id", board.Id);
            json.WriteString("name", board.Name);
            json.WriteString("target", board.Target);
            json.WriteString("address", board.DeployAddress);
            json.WriteString("logPort", board.LogPort);
            json.WriteNumber("logTx", board.LogTx);
            json.WriteNumber("logBaud", board.LogBaud);
            json.WriteString("verified", board.Verified);
        }) + "\n").Prepend(JsonView.Schema + "\n"));
    }

    private static string Number(int value)
    {
        return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
