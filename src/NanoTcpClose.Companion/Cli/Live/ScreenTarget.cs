using System;
using System.Text;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>A replay on the screen, in the lines of `watch`.</summary>
internal sealed class ScreenTarget : IReplayTarget
{
    private readonly CliStreams _streams;
    private readonly LineScreen _screen;
    private readonly LogReader _reader;
    private readonly BoardLog _log = new();

    internal ScreenTarget(CliStreams streams, string time)
    {
        _streams = streams;
        _screen = new LineScreen(streams, new LiveOptions { Time = time });
        _reader = new LogReader(Take);
    }

    /// <inheritdoc/>
    public bool Put(byte[] piece, DateTimeOffset time, bool remark)
    {
        if (remark)
        {
            _streams.Say(Encoding.UTF8.GetString(piece));
        }
        else
        {
            _reader.Feed(piece, time);
        }

        return true;
    }

    /// <inheritdoc/>
    public void End()
    {
        _reader.End();
        foreach (string line in SummaryView.Render(_log, _streams.Width - 4, _streams.Fit() - 4).TrimEnd().Split('\n'))
        {
            _streams.Say(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private void Take(LogEvent entry)
    {
        Change change = _log.Accept(entry);
        if (LineView.Remark(change) is string text)
        {
            _streams.Say(text);
        }

        _screen.Show(null, change);
    }
}
