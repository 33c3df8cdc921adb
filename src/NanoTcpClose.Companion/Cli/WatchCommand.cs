using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc watch PORT|FILE|-|tcp://host:port.</summary>
internal sealed class WatchCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string> _source = Arguments.Text("SOURCE", "serial port, .ntcl or raw file, - for standard input, or tcp://host:port");
    private readonly Option<int> _baud = new("--baud") { Description = "speed of the line", DefaultValueFactory = _ => 921600 };
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON on standard output" };
    private readonly Option<string?> _record = new("--record") { Description = "capture file" };
    private readonly Option<bool> _noRecord = new("--no-record") { Description = "do not record" };
    private readonly Option<string?> _filter = new("--filter") { Description = "for example: state==TIME-WAIT && dwell>2s" };
    private readonly Option<string?> _connection = new("--conn") { Description = "only this connection, for example 3.1" };
    private readonly Option<string> _only = Arguments.OneOf("--only", "what to show", "all", "closes", "faults");
    private readonly Option<string> _text = Arguments.OneOf("--text", "text of the board", "show", "hide", "only");
    private readonly Option<string> _time = Arguments.OneOf("--time", "which clock", "host", "device", "both");
    private readonly Option<string?> _until = new("--until") { Description = "end at closed, idle:5s or count:N" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "end after that time, for example 60s" };

    internal WatchCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("watch", "Shows the log of a board live; records it; survives unplugging.")
        {
            _source,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.Under("Line", _baud)
            .Under("What to show", _filter, _connection, _only, _text, _time, _json)
            .Under("Recording", _record, _noRecord)
            .Under("End", _until, _timeout)
            .In(CommandGroup.Live)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Port, ExitCode.Schema)
            .Ends(ExitCode.Timeout, "the time was over before --until came")
            .Ends(ExitCode.Interrupted)
            .Example("watch /dev/ttyUSB0", "live lines; recorded as well")
            .Example("watch /dev/ttyUSB0 --filter 'to==TIME-WAIT && dwell>2s'", "only slow closes")
            .Example("watch COM6 --json --until closed --timeout 60s", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        LiveOptions options = Options(parsed);
        TimeSpan? limit = parsed.GetValue(_timeout) is string text
            ? Spans.Parse(text) ?? throw new UsageException("--timeout takes 500ms, 5s or 2m, not '" + text + "'")
            : null;
        string source = parsed.GetValue(_source)!;
        using Interrupts interrupts = new();
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        if (source != "-" && File.Exists(source) && IsRegular(source))
        {
            LiveSession file = new(_streams, options, null, time.Token);
            file.RunFile(source);
            return Finish(file, options, interrupts.Token);
        }

        ISource opened = Sources.Open(source, parsed.GetValue(_baud), _streams);
        if (limit is TimeSpan span)
        {
            time.CancelAfter(span);
        }

        LiveSession session = new(_streams, options, Recorder(parsed, source), time.Token);
        session.Run(opened);
        return Finish(session, options, interrupts.Token);
    }

    private LiveOptions Options(ParsedLine parsed)
    {
        string? until = parsed.GetValue(_until);
        LiveOptions options = new()
        {
            Json = parsed.GetValue(_json),
            Time = parsed.GetValue(_time)!,
            Text = parsed.GetValue(_text)!,
            Only = parsed.GetValue(_only)!,
            Connection = parsed.GetValue(_connection),
            Until = until is null ? null : Until.Parse(until)
                ?? throw new UsageException("--until takes closed, idle:5s or count:N, not '" + until + "'"),
        };
        if (parsed.GetValue(_filter) is not string filter)
        {
            return options;
        }

        return options with { Filter = FilterExpression.Parse(filter, out string problem) ?? throw new UsageException(problem) };
    }

    private Func<CaptureWriter>? Recorder(ParsedLine parsed, string source)
    {
        if (parsed.GetValue(_noRecord))
        {
            return null;
        }

        string? file = parsed.GetValue(_record);
        return () =>
        {
            CaptureWriter recorder = Recording.Start(file, source, out string path);
            _streams.Say("recording to " + path);
            return recorder;
        };
    }

    private int Finish(LiveSession session, LiveOptions options, CancellationToken interrupted)
    {
        if (!options.Json)
        {
            foreach (string line in SummaryView.Render(session.Log, _streams.Width - 4).TrimEnd().Split('\n'))
            {
                _streams.Say(line);
            }
        }

        return interrupted.IsCancellationRequested ? ExitCode.Interrupted
            : session.Log.UnknownVersion != 0 && session.Log.Records == 0 ? ExitCode.Schema
            : options.Until is null || session.Reached || options.Until.Reached(session.Log, session.Quiet) ? ExitCode.Ok
            : ExitCode.Timeout;
    }

    private static bool IsRegular(string path)
    {
        FileAttributes attributes = File.GetAttributes(path);
        return (attributes & (FileAttributes.Device | FileAttributes.ReparsePoint)) == 0
            && !Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);
    }
}
