using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Commands over a capture: show, flow, explain, check.</summary>
internal sealed class FileCommands
{
    private readonly CliStreams _streams;

    internal FileCommands(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Show()
    {
        Argument<string> file = Arguments.Text("FILE", "capture");
        Option<bool> json = new("--json") { Description = "NDJSON, one close a line" };
        Command command = new("show", "Summary of the closes in a capture.") { file, json };
        command.SetAction(parsed => Guard.Run(_streams, () => Show(Load(parsed, file), parsed.GetValue(json))));
        return command;
    }

    internal Command Flow()
    {
        Argument<string> file = Arguments.Text("FILE", "capture");
        Option<string> connection = new("--conn") { Description = "connection, for example 3.1", Required = true };
        Option<string> format = Arguments.OneOf("--format", "kind of drawing", "text", "mermaid", "svg");
        Command command = new("flow", "Draws the segments and states of one connection.") { file, connection, format };
        command.SetAction(parsed => Guard.Run(_streams, () =>
        {
            ConnectionModel model = Find(Load(parsed, file), parsed.GetValue(connection)!);
            _streams.Out.Write(parsed.GetValue(format) switch
            {
                "mermaid" => FlowView.Mermaid(model),
                "svg" => FlowView.Svg(model),
                _ => FlowView.Text(model),
            });
            return ExitCode.Ok;
        }));
        return command;
    }

    internal Command Explain()
    {
        Argument<string> file = Arguments.Text("FILE", "capture");
        Option<string> connection = new("--conn") { Description = "connection, for example 3.1", Required = true };
        Command command = new("explain", "One sentence per transition with its clause; a verdict; a next step.") { file, connection };
        command.SetAction(parsed => Guard.Run(_streams, () =>
        {
            ConnectionModel model = Find(Load(parsed, file), parsed.GetValue(connection)!);
            _streams.Out.Write(ExplainView.Render(model, _streams.Width));
            return ExitCode.Ok;
        }));
        return command;
    }

    internal Command Check()
    {
        Argument<string> file = Arguments.Text("FILE", "capture");
        Option<bool> json = new("--json") { Description = "NDJSON, one finding a line" };
        Command command = new("check", "Holds every transition and timer against the rules; the exit code is the result.") { file, json };
        command.SetAction(parsed => Guard.Run(_streams, () => Check(Load(parsed, file), parsed.GetValue(json))));
        return command;
    }

    private static BoardLog Load(ParsedLine parsed, Argument<string> file)
    {
        return LogFile.Load(parsed.GetValue(file)!);
    }

    private static ConnectionModel Find(BoardLog log, string id)
    {
        string known = string.Join(", ", log.Connections.Take(12).Select(c => c.Id));
        return log.Find(id) ?? throw new UsageException("connection " + id + " is not in this capture; it has: " + known);
    }

    private int Show(BoardLog log, bool json)
    {
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
            foreach (ConnectionModel close in log.Closes)
            {
                _streams.Out.WriteLine(JsonView.Close(close));
            }
        }
        else
        {
            _streams.Out.Write(SummaryView.Render(log, _streams.Width));
        }

        return log.UnknownVersion != 0 && log.Records == 0 ? ExitCode.Schema : ExitCode.Ok;
    }

    private int Check(BoardLog log, bool json)
    {
        IReadOnlyList<Finding> findings = Linters.Run(log);
        int code = CheckResult.Code(log, findings);
        if (json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
            foreach (Finding finding in findings)
            {
                _streams.Out.WriteLine(JsonView.Finding(finding));
            }
        }
        else
        {
            _streams.Out.Write(SummaryView.Findings(findings));
            _streams.Out.WriteLine(CheckResult.Sentence(code, log));
        }

        return code;
    }
}
