using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Trust;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc rerun FILE: the counterfactual replay.</summary>
internal sealed class RerunCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string> _file = Arguments.Text("FILE", "capture (.ntcl), or raw bytes of the line");
    private readonly Option<string?> _connection = new("--conn")
    {
        Description = "only this connection, for example 3.1",
        HelpName = "ID",
    };

    private readonly Option<bool> _json = new("--json") { Description = "NDJSON, one connection a line" };

    internal RerunCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new(
            "rerun",
            "Feeds the recorded events to the engine on this computer: they must give the same transitions.")
        {
            _file, _connection, _json,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.In(CommandGroup.Capture)
            .Ends(ExitCode.Ok, "the engine here made the same transitions")
            .Ends(ExitCode.RuleBroken, "it went another way; the first difference is shown")
            .Ends(ExitCode.Usage, ExitCode.Schema)
            .Ends(ExitCode.Uncertain, "some connections cannot be fed: records are missing")
            .Example("rerun run.ntcl", "one line a connection")
            .Example("rerun run.ntcl --conn 1.3", "one connection")
            .Example("rerun run.ntcl --json", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        BoardLog log = CaptureFiles.Load(parsed.GetValue(_file)!, _streams);
        string? wanted = parsed.GetValue(_connection);
        if (wanted is not null && log.Find(wanted) is null)
        {
            throw new UsageException("connection " + wanted
                + " is not in this capture; `ntc show` lists those that are");
        }

        List<RerunResult> results = [.. log.Connections.Where(c => wanted is null || c.Id == wanted).Select(Rerun.Of)];
        bool json = parsed.GetValue(_json);
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        foreach (RerunResult result in results)
        {
            string head = result.Connection.PadRight(7) + Word(result.Kind).PadRight(18);
            _streams.Out.Write(json ? Json(result) + "\n" : TextTable.Block(head, result.Text, _streams.Fit()));
        }

        return results.Any(r => r.Kind == RerunKind.Different) ? ExitCode.RuleBroken
            : results.Any(r => r.Kind == RerunKind.CannotKnow) ? ExitCode.Uncertain : ExitCode.Ok;
    }

    private static string Word(RerunKind kind)
    {
        return kind switch
        {
            RerunKind.Same => "same",
            RerunKind.SameByCauses => "same by causes",
            RerunKind.Different => "DIFFERENT",
            _ => "cannot know",
        };
    }

    private static string Json(RerunResult result)
    {
        return JsonView.Write(json =>
        {
            json.WriteString("type", "rerun");
            json.WriteString("conn", result.Connection);
            json.WriteString("result", Word(result.Kind).ToLowerInvariant());
            json.WriteNumber("steps", result.Steps);
            json.WriteString("text", result.Text);
        });
    }
}
