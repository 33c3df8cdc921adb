using System;
using System.CommandLine;
using System.IO;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Export;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc export otlp|csv FILE.</summary>
internal sealed class ExportCommand
{
    private static readonly TimeSpan s_lastTry = TimeSpan.FromSeconds(30);

    private readonly CliStreams _streams;
    private readonly Option<string> _endpoint = new("--endpoint")
    {
        Description = "base URL of the receiver, OTLP over HTTP",
        DefaultValueFactory = _ => "http://localhost:4318",
    };

    private readonly Option<string[]> _headers = new("--header")
    {
        Description = "name=value sent with every request; may be repeated",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _rows = Arguments.OneOf("--rows", "what a row is", "closes", "transitions");
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "file instead of standard output",
    };

    internal ExportCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("export", "Sends or writes closes for other systems.") { Otlp(), Csv() };
        return command.In(CommandGroup.Export)
            .Ends(ExitCode.Ok, ExitCode.Usage)
            .Example("export otlp run.ntcl --endpoint http://localhost:4318", "into an OpenTelemetry Collector")
            .Example("export csv run.ntcl -o closes.csv", "for a spreadsheet")
            .Example("watch COM6 --otlp http://localhost:4318", "live, while watching");
    }

    private Command Otlp()
    {
        CaptureArgument capture = new();
        Command command = new("otlp", "One span per close with its transitions as events, and metrics, over OTLP.")
        {
            capture.File, _endpoint, _headers,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Send(parsed, capture)));
        return command.In(CommandGroup.Export)
            .Ends(ExitCode.Ok, "the receiver took every close")
            .Ends(ExitCode.Usage, ExitCode.Schema)
            .Ends(ExitCode.Port, "the receiver cannot be reached or takes nothing")
            .Example("export otlp run.ntcl", "to a Collector on this computer")
            .Example("export otlp run.ntcl --endpoint https://otlp.example.org --header 'api-key=KEY'", "to a service")
            .Example("watch COM6 --otlp http://localhost:4318", "live, while watching");
    }

    private Command Csv()
    {
        CaptureArgument capture = new();
        Command command = new("csv", "Closes or transitions as rows (RFC 4180).") { capture.File, _rows, _output };
        command.SetAction(parsed => Guard.Run(_streams, () => Write(parsed, capture)));
        return command.In(CommandGroup.Export)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Schema)
            .Example("export csv run.ntcl", "one row a close")
            .Example("export csv run.ntcl --rows transitions -o steps.csv", "one row a transition")
            .Example("show run.ntcl --json", "the same as JSON");
    }

    private int Send(ParsedLine parsed, CaptureArgument capture)
    {
        string url = parsed.GetValue(_endpoint)!;
        OtlpTarget target = Target(url, parsed.GetValue(_headers)!);
        string file = parsed.GetValue(capture.File)!;
        CaptureFiles.MustBeThere(file, _streams.StateFolder);
        BoardLog log = new();
        using OtlpExport export = new(target, VersionCommand.Version);
        using (Progress progress = new(_streams, "sending " + Path.GetFileName(file)))
        {
            LogFile.Load(file, log, export.TakeWaiting, progress.Report);
        }

        export.Finish(s_lastTry);
        _streams.Say(Summary(export));
        return export.Problem.Length == 0 ? ExitCode.Ok : ExitCode.Port;
    }

    /// <summary>What the exporter has to say at the end.</summary>
    internal static string Summary(OtlpExport export)
    {
        string sent = export.Sent + (export.Sent == 1 ? " close" : " closes") + " sent to " + export.Endpoint;
        string why = export.Problem.Length == 0 ? "" : "; the receiver: " + export.Problem.TrimEnd('.');
        string lost = export.Dropped == 0 ? "" : ", " + export.Dropped + " dropped";
        return sent + lost + why + (why.Length == 0 ? "" : ": is a Collector listening there?");
    }

    /// <summary>The receiver that a URL names.</summary>
    internal static OtlpTarget Target(string url, string[] headers)
    {
        foreach (string header in headers)
        {
            if (header.IndexOf('=') < 1)
            {
                throw new UsageException("--header takes name=value, not '" + header + "'");
            }
        }

        return OtlpTarget.Parse(url, headers) ?? throw new UsageException(
            "'" + url + "' is no URL of an OTLP receiver: write for example http://localhost:4318");
    }

    private int Write(ParsedLine parsed, CaptureArgument capture)
    {
        BoardLog log = capture.Load(parsed, _streams);
        string? file = parsed.GetValue(_output);
        using TextWriter? written = file is null ? null : new StreamWriter(file);
        if (parsed.GetValue(_rows) == "transitions")
        {
            CsvExport.Transitions(log, written ?? _streams.Out);
        }
        else
        {
            CsvExport.Closes(log, written ?? _streams.Out);
        }

        if (file is not null)
        {
            _streams.Say("written to " + file);
        }

        return ExitCode.Ok;
    }
}
