// The line must never wait for the network: what the receiver does not take in time is dropped and counted. Only a
// capture may
// wait, for nothing is lost by reading a file later.

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Export;

/// <summary>Sends closes as spans and the rest as metrics, on a thread of its own behind a bounded queue.</summary>
public sealed class OtlpExport : IDisposable
{
    /// <summary>Closes that wait at most.</summary>
    public const int QueueLimit = 4096;

    // A board more than a fleet's desk holds is sent as part of the last one, so that a line of noise cannot open
    // thousands.
    private const int MostBoards = 256;
    private const int FirstRetryMs = 500;
    private const int LastRetryMs = 30000;

    private readonly OtlpTarget _target;
    private readonly string _version;
    private readonly DeliveryCount _spans = new();
    private readonly DeliveryCount _metrics = new();
    private readonly ConcurrentDictionary<BoardKey, OtlpBoard> _boards = new();
    private readonly BlockingCollection<CloseSpan> _queue;
    private readonly ManualResetEventSlim _hurry = new(false);
    private readonly Thread _worker;
    private long _sent;
    private long _dropped;
    private bool _finished;
    private bool _dead;

    /// <summary>Starts the sending thread.</summary>
    public OtlpExport(OtlpTarget target, string version, int queueLimit = QueueLimit)
    {
        _target = target;
        _version = version;
        _queue = new BlockingCollection<CloseSpan>(queueLimit);
        _worker = new Thread(Work) { IsBackground = true, Name = "otlp" };
        _worker.Start();
    }

    /// <summary>Base URL of the receiver.</summary>
    public Uri Endpoint => _target.Endpoint;

    /// <summary>Closes that the receiver took.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Closes that were dropped: the queue was full, or the receiver took none until the end.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Why the receiver took nothing; empty when it always did.</summary>
    public string Problem => _spans.Problem.Length > 0 ? _spans.Problem : _metrics.Problem;

    /// <summary>Takes a change of a live log; never waits.</summary>
    public void Take(Change change)
    {
        if (Note(change) is CloseSpan close && !_queue.TryAdd(close))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Takes a change of a capture; waits while the queue is full.</summary>
    public void TakeWaiting(Change change)
    {
        if (Note(change) is CloseSpan close)
        {
            _queue.Add(close);
        }
    }

    /// <summary>Sends the rest, for so long at most; what is left then counts as dropped.</summary>
    public void Finish(TimeSpan limit)
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        _queue.CompleteAdding();
        _hurry.Set();
        bool ended = _worker.Join(limit);
        if (!ended)
        {
            Interlocked.Add(ref _dropped, _queue.Count);
        }

        foreach (OtlpBoard board in _boards.Values)
        {
            if (!_dead && ended)
            {
                board.FlushMetrics();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Finish(TimeSpan.FromSeconds(5));
        foreach (OtlpBoard board in _boards.Values)
        {
            board.Dispose();
        }

        _spans.Dispose();
        _metrics.Dispose();
    }

    // The metrics take everything at once; the close, if the change is the end of one, is left to send.
    private CloseSpan? Note(Change change)
    {
        if (change.Epoch is not EpochModel epoch)
        {
            return null;
        }

        LogEvent entry = change.Event;
        if (entry.Kind == LogEventKind.Gap)
        {
            Board(BoardKey.Of(epoch)).Metrics.Lost(entry.Detail, entry.Count - entry.Detail);
        }
        else if (entry.Kind is LogEventKind.Stats or LogEventKind.Hello)
        {
            Board(BoardKey.Of(epoch)).Metrics.Seen(entry.Stats, entry.Identity);
        }
        else if (change.Step?.To == TcpState.Closed && CloseSpan.Of(change.Connection!) is CloseSpan close)
        {
            Board(close.Board).Metrics.Closed(close);
            return close;
        }

        return null;
    }

    private OtlpBoard Board(BoardKey key)
    {
        if (_boards.TryGetValue(key, out OtlpBoard? known))
        {
            return known;
        }

        BoardKey named = _boards.Count < MostBoards ? key : new BoardKey("others", "unknown");
        return _boards.GetOrAdd(named, k => new OtlpBoard(k, _target, _version, _spans, _metrics));
    }

    private void Work()
    {
        List<CloseSpan> batch = [];
        while (Next(batch))
        {
            Send(batch);
            batch.Clear();
        }
    }

    private bool Next(List<CloseSpan> batch)
    {
        if (!_queue.TryTake(out CloseSpan? first, Timeout.Infinite))
        {
            return false;
        }

        batch.Add(first);
        while (batch.Count < OtlpBoard.BatchSize && _queue.TryTake(out CloseSpan? more))
        {
            batch.Add(more);
        }

        return true;
    }

    private void Send(List<CloseSpan> batch)
    {
        int wait = FirstRetryMs;
        while (_dead || !TrySend(batch))
        {
            if (_queue.IsAddingCompleted)
            {
                _dead = true;
                Interlocked.Add(ref _dropped, batch.Count);
                return;
            }

            _hurry.Wait(wait);
            wait = Math.Min(wait * 2, LastRetryMs);
        }

        Interlocked.Add(ref _sent, batch.Count);
    }

    private bool TrySend(List<CloseSpan> batch)
    {
        int before = _spans.Failures;
        HashSet<OtlpBoard> used = [];
        foreach (CloseSpan close in batch)
        {
            OtlpBoard board = Board(close.Board);
            board.Emit(close);
            used.Add(board);
        }

        foreach (OtlpBoard board in used)
        {
            board.Flush();
        }

        return _spans.Failures == before;
    }
}
