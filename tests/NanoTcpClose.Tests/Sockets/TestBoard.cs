using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using NanoTcpClose.App;

namespace NanoTcpClose.Tests.Sockets;

/// <summary>A board for tests: a real timer, a log that is kept or refused, any link.</summary>
internal sealed class TestBoard : IBoard, IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Timer _timer;
    private readonly List<byte> _log = [];
    private BoardApp? _app;

    internal TestBoard(IPacketLink? link)
    {
        Link = link!;
        _timer = new Timer(_ => _app?.OnTimer());
    }

    public long NowMicroseconds => _watch.Elapsed.Ticks / 10;

    public bool TextLog { get; init; }

    public IPacketLink Link { get; }

    internal bool LineIsGone { get; set; }

    internal int LongestWrite { get; private set; }

    /// <summary>Gets how much too early the timer fires, in milliseconds; below 0 it never fires.</summary>
    internal int TimerEarlyMs { get; init; }

    public void ArmTimer(long deadlineMicroseconds)
    {
        if (TimerEarlyMs < 0)
        {
            return;
        }

        long ms = deadlineMicroseconds == long.MaxValue
            ? Timeout.Infinite
            : Math.Max(1, ((deadlineMicroseconds - NowMicroseconds + 999) / 1000) - TimerEarlyMs);
        _timer.Change(ms, Timeout.Infinite);
    }

    public bool WriteLog(byte[] buffer, int count)
    {
        if (LineIsGone)
        {
            throw new InvalidOperationException("the line is gone");
        }

        LongestWrite = Math.Max(LongestWrite, count);
        lock (_log)
        {
            _log.AddRange(buffer.AsSpan(0, count).ToArray());
        }

        return true;
    }

    public void SetLed(bool on)
    {
        // This board has none.
    }

    public void Dispose() => _timer.Dispose();

    internal void Attach(BoardApp app) => _app = app;

    internal byte[] Log()
    {
        lock (_log)
        {
            return [.. _log];
        }
    }
}
