using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli.Filters;
using NanoTcpClose.Companion.Cli.Help;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Export;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc watch [PORT|FILE|-|tcp://host:port]...</summary>
internal sealed class WatchCommand
{
    private readonly CliStreams _streams;
    private readonly Argument<string[]> _sources = Arguments.Texts(
        "SOURCE", "serial port, .ntcl or raw file, - for standard input, tcp://host:port; none: the only board");

    private readonly Option<int> _baud = Arguments.Baud();
    private readonly Option<bool> _json = new("--json") { Description = "NDJSON on standard output" };
    private readonly Option<bool> _table = new("--table") { Description = "one row per connection; so on a terminal" };
    private readonly Option<bool> _scroll = new("--scroll") { Description = "one line per record; so when redirected" };
    private readonly Option<string?> _record = new("--record")
    {
        Description = "capture file; without it one in the state folder, named after board and boot",
        HelpName = "FILE",
    };

    private readonly Option<bool> _noRecord = new("--no-record") { Description = "do not record" };
    private readonly Option<string?> _filter = new("--filter")
    {
        Description = "for example 'state==TIME-WAIT && dwell>2s'",
        HelpName = "EXPR",
    };

    private readonly Option<string?> _connection = new("--conn")
    {
        Description = "only this connection, for example 3.1",
        HelpName = "ID",
    };

    private readonly Option<string> _only = Arguments.OneOf("--only", "what to show", "all", "closes", "faults");
    private readonly Option<string> _text = Arguments.OneOf("--text", "text of the board", "show", "hide", "only");
    private readonly Option<string> _time = Arguments.OneOf("--time", "which clock", "host", "device", "both");
    private readonly Option<string?> _until = new("--until")
    {
        Description = "end at closed, idle:5s or count:N",
        HelpName = "WHEN",
    };

    private readonly Option<string?> _timeout = new("--timeout")
    {
        Description = "end after that time, for example 60s",
        HelpName = "TIME",
    };

    private readonly OtlpOptions _otlp = new();

    internal WatchCommand(CliStreams streams)
    {
        _streams = streams;
    }

    internal Command Build()
    {
        Command command = new("watch", "Shows the log of a board live; records it; survives unplugging.")
        {
            _sources,
        };
        command.SetAction(parsed => Guard.Run(_streams, () => Run(parsed)));
        return command.Under("Line", _baud)
            .Under("What to show", _table, _scroll, _filter, _connection, _only, _text, _time, _json)
            .Under("Recording", _record, _noRecord)
            .Under("To others", _otlp.Url, _otlp.Headers)
            .Under("End", _until, _timeout)
            .In(CommandGroup.Live)
            .Ends(ExitCode.Ok, ExitCode.Usage, ExitCode.Port, ExitCode.Schema)
            .Ends(ExitCode.Timeout, "the time was over before --until came")
            .Ends(ExitCode.Interrupted)
            .Example("watch /dev/ttyUSB0 --filter 'state==TIME-WAIT && dwell>2s'", "only slow closes")
            .Example("watch COM6 COM8", "two boards at once; the raw bytes are recorded")
            .Example("watch COM6 --json --until closed --timeout 60s", "for a script");
    }

    private int Run(ParsedLine parsed)
    {
        LiveOptions options = Options(parsed);
        TimeSpan? limit = Arguments.Duration("--timeout", parsed.GetValue(_timeout));
        string[] named = parsed.GetValue(_sources)!;
        string[] sources = named.Length > 0 ? named : [FirstWords.OnlyBoard(_streams)];
        using Interrupts interrupts = new();
        using CancellationTokenSource time = CancellationTokenSource.CreateLinkedTokenSource(interrupts.Token);
        using OtlpExport? otlp = _otlp.Start(parsed);
        LiveSession session = new(options, Screen(parsed, options), time.Token)
        {
            Watcher = otlp is null ? null : (_, change) => otlp.Take(change),
        };
        if (sources.FirstOrDefault(Sources.IsFile) is string file)
        {
            if (sources.Length > 1)
            {
                throw new UsageException("file " + file + " is watched alone: give one file, or only live sources");
            }

            session.RunFile(file);
            return Finish(session, options, otlp, interrupts.Token);
        }

        foreach (string source in sources)
        {
            Recorder? recorder = Recorder(parsed, source, sources.Length);
            session.Add(Sources.Open(source, parsed.GetValue(_baud), _streams), recorder);
        }

        if (limit is TimeSpan span)
        {
            time.CancelAfter(span);
        }

        session.Run();
        return Finish(session, options, otlp, interrupts.Token);
    }

    private ILiveScreen Screen(ParsedLine parsed, LiveOptions options)
    {
        bool table = parsed.GetValue(_table);
        if (table && (options.Json || parsed.GetValue(_scroll)))
        {
            string other = options.Json ? "--json" : "--scroll";
            throw new UsageException("--table does not go with " + other + ": take one");
        }

        bool possible = TableScreen.Possible(_streams);
        if (table && !possible)
        {
            _streams.Say("this output cannot redraw a table (no terminal, or TERM=dumb): lines instead");
        }

        bool wanted = table || (!options.Json && !parsed.GetValue(_scroll) && options is { Only: "all", Text: "show" });
        return wanted && possible ? new TableScreen(_streams, options) : new LineScreen(_streams, options);
    }

    private LiveOptions Options(ParsedLine parsed)
    {
        return new LiveOptions
        {
            Json = parsed.GetValue(_json),
            Time = parsed.GetValue(_time)!,
            Text = parsed.GetValue(_text)!,
            Only = parsed.GetValue(_only)!,
            Connection = parsed.GetValue(_connection),
            Filter = parsed.GetValue(_filter) is string filter ? Filter.Parse(filter) : null,
            Until = Until.Of(parsed.GetValue(_until)),
        };
    }

    private Recorder? Recorder(ParsedLine parsed, string source, int count)
    {
        string? file = parsed.GetValue(_record);
        if (parsed.GetValue(_noRecord))
        {
            return null;
        }

        return file is not null && count > 1
            ? throw new UsageException("--record FILE is for one source: leave it out, and each board gets a file")
            : new Recorder(file, source, _streams.StateFolder);
    }

    private int Finish(LiveSession session, LiveOptions options, OtlpExport? otlp, CancellationToken interrupted)
    {
        foreach (LiveFeed feed in session.Feeds.Where(_ => !options.Json))
        {
            string head = session.Feeds.Count > 1 ? feed.Label + ": " : "";
            string summary = SummaryView.Render(feed.Log, _streams.Width - 4, _streams.Fit() - 4);
            foreach (string line in summary.TrimEnd().Split('\n'))
            {
                _streams.Say(head + line);
            }
        }

        OtlpOptions.Finish(otlp, _streams);
        BoardLog[] logs = [.. session.Feeds.Select(f => f.Log)];
        return interrupted.IsCancellationRequested ? ExitCode.Interrupted
            : logs.Any(l => l.UnknownVersion != 0 && l.Records == 0) ? ExitCode.Schema
            : options.Until is null || session.Reached || options.Until.Reached(logs, session.Quiet) ? ExitCode.Ok
            : ExitCode.Timeout;
    }
}
