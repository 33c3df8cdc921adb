using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// One live view: the bytes of every source are recorded on the thread of the source; they are decoded, shown and kept
/// in the
/// model on the thread that runs the session.
/// </summary>
internal sealed class LiveSession
{
    private const int TickMs = 50;

    private readonly LiveOptions _options;
    private readonly ILiveScreen _screen;
    private readonly LiveQueue _queue = new();
    private readonly List<LiveFeed> _feeds = [];
    private readonly CancellationTokenSource _stop;
    private readonly Stopwatch _quiet = Stopwatch.StartNew();
    private bool _deaf;

    /// <summary>Ends when the token is cancelled or its own condition is reached.</summary>
    internal LiveSession(LiveOptions options, ILiveScreen screen, CancellationToken cancel)
    {
        _options = options;
        _screen = screen;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
    }

    /// <summary>The sources.</summary>
    internal IReadOnlyList<LiveFeed> Feeds => _feeds;

    /// <summary>Everything seen of the first source.</summary>
    internal BoardLog Log => _feeds[0].Log;

    /// <summary>The --until condition came.</summary>
    internal bool Reached { get; private set; }

    /// <summary>How long nothing has come.</summary>
    internal TimeSpan Quiet => _quiet.Elapsed;

    /// <summary>Told of every change, shown or not.</summary>
    internal Action<LiveFeed, Change>? Watcher { get; init; }

    /// <summary>Called about twenty times a second on the session's thread.</summary>
    internal Action? Ticker { get; init; }

    /// <summary>Adds a source before the run.</summary>
    internal LiveFeed Add(ISource source, Recorder? recorder)
    {
        LiveFeed feed = new(source, _queue, recorder, Take);
        _feeds.Add(feed);
        return feed;
    }

    /// <summary>Runs to the end. Throws <see cref="PortException"/> when a source cannot be opened.</summary>
    internal void Run()
    {
        try
        {
            _feeds.ForEach(f => f.Start(_stop.Token));
            AwaitOpen();
            _screen.Run(_feeds, Loop);
        }
        finally
        {
            _stop.Cancel();
            _feeds.ForEach(f => f.Close());
            Drain();
        }
    }

    /// <summary>Reads a file through the same views.</summary>
    internal void RunFile(string path)
    {
        LiveFeed feed = Add(new StreamSource(System.IO.Stream.Null), null);
        _screen.Run(_feeds, () => LogFile.Read(
            path, entry => Take(feed, entry), null, text => _screen.Remark(feed, text), _stop.Token));
        feed.End();
    }

    // The screen begins when every line is open, so a port that cannot be opened leaves no half-drawn table behind.
    private void AwaitOpen()
    {
        HashSet<LiveFeed> waiting = [.. _feeds];
        while (waiting.Count > 0 && !_stop.IsCancellationRequested)
        {
            LivePiece? piece = _queue.Take(TickMs);
            if (piece?.Kind is PieceKind.Opened or PieceKind.Ended)
            {
                waiting.Remove(piece.Feed);
            }

            if (piece is not null)
            {
                Handle(piece);
            }
        }
    }

    private void Loop()
    {
        while (!_stop.IsCancellationRequested && !_feeds.TrueForAll(f => f.Ended))
        {
            LivePiece? piece = _queue.Take(TickMs);
            if (piece is null)
            {
                _feeds.ForEach(f => f.Idle(gone: false));
            }
            else
            {
                Handle(piece);
            }

            _screen.Tick();
            Ticker?.Invoke();
            Check();
        }
    }

    // What the sources had delivered before they were stopped is still shown, but not for longer than a second.
    private void Drain()
    {
        Stopwatch time = Stopwatch.StartNew();
        while (time.ElapsedMilliseconds < 1000 && _queue.Take(0) is LivePiece piece)
        {
            if (piece.Failure is null)
            {
                Handle(piece);
            }
        }

        _feeds.ForEach(f => f.End());
        _deaf = true;
    }

    private void Handle(LivePiece piece)
    {
        LiveFeed feed = piece.Feed;
        switch (piece.Kind)
        {
            case PieceKind.Bytes:
                _quiet.Restart();
                feed.Decode(piece);
                Tell(feed);
                break;
            case PieceKind.Gone:
                feed.Idle(gone: true);
                _screen.Remark(feed, "the line is gone; waiting for it to come back (Ctrl-C ends)");
                break;
            case PieceKind.Back:
                feed.PendingGap = piece.Gap;
                _screen.Remark(feed, "the line is back" + (piece.Text is null ? "" : " as " + piece.Text));
                break;
            case PieceKind.Remark:
                _screen.Remark(feed, piece.Text!);
                break;
            case PieceKind.Ended:
                feed.End();
                Fail(feed, piece.Failure);
                break;
            default:
                break;
        }
    }

    private void Fail(LiveFeed feed, Exception? failure)
    {
        if (failure is PortException)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        if (failure is not null)
        {
            _screen.Remark(feed, feed.Name + ": " + failure.Message);
        }
    }

    private void Tell(LiveFeed feed)
    {
        if (feed.Garbage.Suspicion(feed.Log.Records, feed.Name) is string suspicion)
        {
            _screen.Remark(feed, suspicion);
        }

        if (feed.TakeSkipped() is long skipped and > 0)
        {
            string kept = feed.RecordedTo is null ? "" : "; the recording has them";
            _screen.Remark(feed, string.Create(
                CultureInfo.InvariantCulture, $"the screen was held up: {skipped} bytes are not shown{kept}"));
        }
    }

    private void Check()
    {
        if (_options.Until is Until until && until.Reached(_feeds.Select(f => f.Log), _quiet.Elapsed))
        {
            Reached = true;
            _stop.Cancel();
        }
    }

    private void Take(LiveFeed feed, LogEvent entry)
    {
        if (_deaf)
        {
            return;
        }

        Change change = feed.Log.Accept(entry);
        if (GapText(feed, change) is string gap)
        {
            _screen.Remark(feed, gap);
        }
        else if (LineView.Remark(change) is string remark)
        {
            _screen.Remark(feed, remark);
        }

        if (entry.Kind == LogEventKind.Hello)
        {
            feed.Met(entry.Identity!);
        }

        Watcher?.Invoke(feed, change);
        if (_options.Shows(change))
        {
            _screen.Show(feed, change);
        }
    }

    // The length of a gap is known when the line is back; what it cost, when the first record comes.
    private static string? GapText(LiveFeed feed, Change change)
    {
        LogEvent entry = change.Event;
        if (feed.PendingGap is not TimeSpan gap || entry.Kind == LogEventKind.Text)
        {
            return null;
        }

        feed.PendingGap = null;
        string cost = entry.Kind == LogEventKind.Gap
            ? entry.Count.ToString(CultureInfo.InvariantCulture) + " records lost"
            : change.NewEpoch ? "the board has started anew since" : "no record lost";
        return string.Create(CultureInfo.InvariantCulture, $"gap of {gap.TotalSeconds:0.0} s, {cost}");
    }
}
