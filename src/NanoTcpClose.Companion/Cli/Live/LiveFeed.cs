using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>One source of a live view: its thread, its recording, its decoder and its model.</summary>
public sealed class LiveFeed : ISourceSink
{
    private const int JoinMs = 1000;

    private readonly ISource _source;
    private readonly LiveQueue _queue;
    private readonly Recorder? _recorder;
    private readonly LogReader _reader;
    private CancellationToken _cancel;
    private Thread? _thread;
    private long _skipped;

    internal LiveFeed(ISource source, LiveQueue queue, Recorder? recorder, Action<LiveFeed, LogEvent> take)
    {
        _source = source;
        _queue = queue;
        _recorder = recorder;
        _reader = new LogReader(entry => take(this, entry));
        recorder?.SayTo(text => Tell(PieceKind.Remark, text));
    }

    /// <summary>What the user typed.</summary>
    public string Name => _source.Name;

    /// <summary>Its last part, for lines of several boards.</summary>
    public string Label => _source.Name.Split('/', '\\').Last();

    /// <summary>Everything seen so far.</summary>
    public BoardLog Log { get; } = new();

    /// <summary>The source has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>What is on its way is shown late: bytes not shown since the last call.</summary>
    internal long TakeSkipped()
    {
        return Interlocked.Exchange(ref _skipped, 0);
    }

    /// <summary>Bytes seen in total and bytes since the last record, to tell garbage.</summary>
    internal GarbageWatch Garbage { get; } = new();

    /// <summary>The file of its recording; null when there is none.</summary>
    internal string? RecordedTo => _recorder?.Path;

    /// <summary>How long the line was away before the record that comes next; null when it was not.</summary>
    internal TimeSpan? PendingGap { get; set; }

    internal void Start(CancellationToken cancel)
    {
        _cancel = cancel;
        _thread = new Thread(Run) { IsBackground = true, Name = "source " + Label };
        _thread.Start();
    }

    /// <summary>Decodes bytes on the session's thread.</summary>
    internal void Decode(LivePiece piece)
    {
        Garbage.Saw(piece.Bytes);
        _reader.Feed(piece.Bytes, piece.At);
    }

    /// <summary>Nothing came for a while, or the line went away in the middle of a record.</summary>
    internal void Idle(bool gone)
    {
        if (gone)
        {
            _reader.Break();
        }
        else
        {
            _reader.Idle();
            _recorder?.Flush();
        }
    }

    /// <summary>The board told its name: so is the recording named.</summary>
    internal void Met(BoardIdentity board)
    {
        _recorder?.NameAfter(board.DeviceId, board.BootId.ToString("X8", CultureInfo.InvariantCulture));
    }

    /// <summary>Marks the end; what is held comes out.</summary>
    internal void End()
    {
        Ended = true;
        _reader.End();
    }

    /// <summary>
    /// Waits for the source's thread as long as it may take to see the cancellation; closes the recording.
    /// </summary>
    internal void Close()
    {
        if (_source is not StreamSource)
        {
            _thread?.Join(JoinMs);
        }

        _recorder?.Dispose();
    }

    void ISourceSink.Opened(string name)
    {
        Tell(PieceKind.Opened, name);
    }

    void ISourceSink.Bytes(ReadOnlySpan<byte> bytes)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        _recorder?.Write(now, bytes);
        LivePiece piece = new(this, PieceKind.Bytes, now) { Bytes = bytes.ToArray() };
        if (!_queue.TryAdd(piece, _source.MayWait, _cancel))
        {
            Interlocked.Add(ref _skipped, bytes.Length);
        }
    }

    void ISourceSink.Gone()
    {
        _recorder?.Remark(DateTimeOffset.UtcNow, "the line is gone");
        Tell(PieceKind.Gone, null);
    }

    void ISourceSink.Back(TimeSpan gap, string? newName)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"the line is back after {gap.TotalSeconds:0.0} s");
        _recorder?.Remark(DateTimeOffset.UtcNow, text);
        Add(new LivePiece(this, PieceKind.Back, DateTimeOffset.UtcNow) { Gap = gap, Text = newName });
    }

    private void Run()
    {
        Exception? failure = null;
        try
        {
            if (_source is StreamSource)
            {
                Tell(PieceKind.Opened, Name);
            }

            _source.Run(this, _cancel);
        }
        catch (Exception problem) when (problem is PortException or IOException or ObjectDisposedException)
        {
            failure = problem;
        }

        Add(new LivePiece(this, PieceKind.Ended, DateTimeOffset.UtcNow) { Failure = failure });
    }

    private void Tell(PieceKind kind, string? text)
    {
        Add(new LivePiece(this, kind, DateTimeOffset.UtcNow) { Text = text });
    }

    private void Add(LivePiece piece)
    {
        _queue.TryAdd(piece, wait: false, _cancel);
    }
}
