using System;
using System.Diagnostics;
using System.Globalization;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// A bar with an estimate on the error stream, once a task has taken a second. Nothing when that stream is redirected:
/// a log
/// must not fill with bars. Disposing wipes it.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int BarWidth = 24;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);

    private readonly CliStreams _streams;
    private readonly string _what;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _drawn;
    private int _shown;

    internal Progress(CliStreams streams, string what)
    {
        _streams = streams;
        _what = what;
    }

    /// <summary>How far it is, 0 to 1. Cheap: most calls only look at the clock.</summary>
    internal void Report(double part)
    {
        Report(part, _watch.Elapsed);
    }

    /// <summary>The same at a given time.</summary>
    internal void Report(double part, TimeSpan elapsed)
    {
        if (!_streams.ErrInteractive || elapsed < s_patience || elapsed - _drawn < s_pace)
        {
            return;
        }

        _drawn = elapsed;
        string line = Line(_what, Math.Clamp(part, 0, 1), elapsed);
        _streams.Err.Write("\r" + line.PadRight(_shown));
        _streams.Err.Flush();
        _shown = line.Length;
    }

    /// <summary>The bar as text.</summary>
    internal static string Line(string what, double part, TimeSpan elapsed)
    {
        int full = (int)(part * BarWidth);
        string left = part < 0.01 ? "?" : Left(elapsed.TotalSeconds / part * (1 - part));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"--- {what} [{new string('#', full)}{new string('.', BarWidth - full)}] {part * 100:0} %, {left} left");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_shown > 0)
        {
            _streams.Err.Write("\r" + new string(' ', _shown) + "\r");
            _streams.Err.Flush();
        }
    }

    private static string Left(double seconds)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return seconds < 99
            ? Math.Ceiling(seconds).ToString("0", invariant) + " s"
            : Math.Ceiling(seconds / 60).ToString("0", invariant) + " min";
    }
}
