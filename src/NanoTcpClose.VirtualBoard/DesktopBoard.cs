using System;
using System.Diagnostics;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A board made of what a desktop has: Stopwatch, a timer thread, a log line and any packet link.</summary>
public sealed class DesktopBoard : IBoard, IDisposable
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly ILogLine? _line;
    private readonly DeadlineTimer _timer;

    /// <summary>Initializes the board.</summary>
    /// <param name="link">The link of the drive role.</param>
    /// <param name="line">The UART; null throws the log away.</param>
    public DesktopBoard(IPacketLink link, ILogLine? line)
    {
        Link = link;
        _line = line;
        _timer = new DeadlineTimer(() => NowMicroseconds, () => Due?.Invoke());
    }

    /// <summary>Called when the deadline is reached; set it to BoardApp.OnTimer.</summary>
    public Action? Due { get; set; }

    /// <inheritdoc/>
    public long NowMicroseconds => _watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <inheritdoc/>
    public bool TextLog => false;

    /// <inheritdoc/>
    public IPacketLink Link { get; }

    /// <summary>Whether the LED would shine.</summary>
    public bool Led { get; private set; }

    /// <inheritdoc/>
    public void ArmTimer(long deadlineMicroseconds)
    {
        _timer.Arm(deadlineMicroseconds);
    }

    /// <inheritdoc/>
    public bool WriteLog(byte[] buffer, int count)
    {
        return _line == null || _line.Write(buffer, count);
    }

    /// <inheritdoc/>
    public void SetLed(bool on)
    {
        Led = on;
    }

    /// <summary>Ends the timer; line and link belong to their makers.</summary>
    public void Dispose()
    {
        _timer.Dispose();
    }
}
