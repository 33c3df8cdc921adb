using System;
using System.Diagnostics;
using System.Threading;
using NanoTcpClose.App;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>A board whose log line does what the test says.</summary>
internal sealed class FaultyBoard : IBoard, IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Timer _timer;
    private BoardApp? _app;
    private int _writes;

    public FaultyBoard(IPacketLink link)
    {
        Link = link;
        _timer = new Timer(_ => _app?.OnTimer());
    }

    public long NowMicroseconds => _watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;

    public bool TextLog => false;

    public IPacketLink Link { get; }

    /// <summary>What a write to the log does; false: the line did not take it.</summary>
    public Func<bool> Log { get; set; } = () => true;

    public int Writes => _writes;

    public static BoardApp Start(FaultyBoard board, uint address)
    {
        BoardAppOptions options = new() { LocalAddress = address, LogRetryMs = 30, TraceBytes = 512 };
        options.Engine.MslMs = 50;
        options.Engine.RtoInitialMs = 50;
        options.Engine.RtoMinMs = 50;
        options.Engine.RtoMaxMs = 200;
        options.Engine.R2Ms = 1000;
        options.Engine.FinWait2TimeoutMs = 500;
        BoardApp app = new(board, options);
        board._app = app;
        app.Start();
        return app;
    }

    public void ArmTimer(long deadlineMicroseconds)
    {
        long ms = deadlineMicroseconds == long.MaxValue
            ? Timeout.Infinite
            : Math.Max(1, (deadlineMicroseconds - NowMicroseconds + 999) / 1000);
        _timer.Change(ms, Timeout.Infinite);
    }

    public bool WriteLog(byte[] buffer, int count)
    {
        Interlocked.Increment(ref _writes);
        return Log();
    }

    public void SetLed(bool on)
    {
        // This board has none.
    }

    public void Dispose() => _timer.Dispose();
}
