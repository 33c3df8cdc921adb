using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli;

/// <summary>One live view: bytes from a source are recorded, decoded, shown and kept in the model, on the thread of the source.</summary>
public sealed class LiveSession : ISourceSink
{
    private readonly CliStreams _streams;
    private readonly LiveOptions _options;
    private readonly LineView _lines;
    private readonly LogReader _reader;
    private readonly CancellationTokenSource _stop;
    private readonly Stopwatch _quiet = Stopwatch.StartNew();
    private Func<CaptureWriter>? _startRecorder;
    private CaptureWriter? _recorder;

    /// <summary>Ends when the token is cancelled or its own condition is reached.</summary>
    public LiveSession(CliStreams streams, LiveOptions options, Func<CaptureWriter>? recorder, CancellationToken cancel)
    {
        _streams = streams;
        _options = options;
        _startRecorder = recorder;
        _lines = new LineView(options.Time, streams.Zone);
        _reader = new LogReader(Take);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    /// <summary>Everything seen so far.</summary>
    public BoardLog Log { get; } = new();

    /// <summary>The --until condition came.</summary>
    public bool Reached { get; private set; }

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Quiet => _quiet.Elapsed;

    /// <summary>Runs to the end. Throws <see cref="PortException"/> when the source cannot be opened.</summary>
    public void Run(ISource source)
    {
        if (_options.Json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        source.Run(this, _stop.Token);
        _reader.End();
        _recorder?.Dispose();
        _recorder = null;
    }

    /// <summary>Reads a file through the same views.</summary>
    public void RunFile(string path)
    {
        if (_options.Json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        LogFile.Read(path, Take);
    }

    void ISourceSink.Bytes(ReadOnlySpan<byte> bytes)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _quiet.Restart();
        Record(bytes, now);
        _reader.Feed(bytes, now);
        Check();
    }

    void ISourceSink.Idle()
    {
        _reader.Idle();
        Check();
    }

    void ISourceSink.Remark(string text)
    {
        _streams.Say(text);
        _recorder?.WriteRemark(DateTimeOffset.UtcNow, text);
    }

    private void Check()
    {
        if (_options.Until is Until until && until.Reached(Log, _quiet.Elapsed))
        {
            Reached = true;
            _stop.Cancel();
        }
    }

    // The file is made when the first bytes come. A full disk ends the recording, not the watching.
    private void Record(ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        try
        {
            _recorder ??= _startRecorder?.Invoke();
            _recorder?.Write(now, bytes);
        }
        catch (IOException problem)
        {
            _streams.Say("recording stopped: " + problem.Message);
            _startRecorder = null;
            _recorder = null;
        }
    }

    private void Take(LogEvent entry)
    {
        Change change = Log.Accept(entry);
        if (LineView.Remark(change) is string remark)
        {
            _streams.Say(remark);
        }

        if (!Shown(change))
        {
            return;
        }

        if (_options.Json)
        {
            _streams.Out.WriteLine(JsonView.Change(change));
            if (change.Step?.To == TcpState.Closed)
            {
                _streams.Out.WriteLine(JsonView.Close(change.Connection!));
            }
        }
        else if (_lines.Data(change) is string line)
        {
            _streams.Out.WriteLine(_streams.Colour ? Paint.Line(line, change) : line);
        }
    }

    private bool Shown(Change change)
    {
        if (change.Event.Kind == LogEventKind.Text)
        {
            return _options.Text != "hide";
        }

        if (_options.Text == "only" || (_options.Connection is string id && change.Connection?.Id != id))
        {
            return false;
        }

        bool only = _options.Only switch
        {
            "closes" => change.Step is not null && (change.Step.From >= TcpState.Established || change.Step.To == TcpState.Closed),
            "faults" => change.Event.Kind == LogEventKind.Fault || (change.Step is not null && !Judge.IsLegal(change.Step)),
            _ => true,
        };
        return only && _options.Filter(change);
    }
}
