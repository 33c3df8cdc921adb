using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Scrolling lines, or NDJSON.</summary>
internal sealed class LineScreen : ILiveScreen
{
    private readonly CliStreams _streams;
    private readonly LiveOptions _options;
    private readonly LineView _lines;
    private int _labelWidth;

    internal LineScreen(CliStreams streams, LiveOptions options)
    {
        _streams = streams;
        _options = options;
        _lines = new LineView(options.Time, streams.Zone);
    }

    private int Before => _labelWidth > 0 ? _labelWidth + 2 : 0;

    /// <inheritdoc/>
    public void Run(IReadOnlyList<LiveFeed> feeds, Action session)
    {
        foreach (LiveFeed feed in feeds)
        {
            _labelWidth = feeds.Count > 1 ? Math.Max(_labelWidth, feed.Label.Length) : 0;
        }

        if (_options.Json)
        {
            _streams.Out.WriteLine(JsonView.Schema);
        }

        session();
    }

    /// <inheritdoc/>
    public void Show(LiveFeed? feed, Change change)
    {
        string? source = _labelWidth > 0 ? feed?.Name : null;
        bool ended = change.Step?.To == TcpState.Closed;
        if (_options.Json)
        {
            _streams.Out.WriteLine(JsonView.Change(change, source));
            if (ended)
            {
                _streams.Out.WriteLine(JsonView.Close(change.Connection!, source));
            }
        }
        else if (_lines.Data(change, Math.Max(20, _streams.Fit() - Before)) is string line)
        {
            string label = _labelWidth > 0 ? feed!.Label.PadRight(Before) : "";
            _streams.Out.WriteLine(label + (_streams.Colour ? Paint.Line(line, change) : line));
            if (ended && _options.Only == "closes")
            {
                Verdict verdict = Judge.Of(change.Connection!);
                _streams.Out.Write(TextTable.Block(
                    label + "    = ", verdict.Full + " [" + verdict.Certainty + "]", _streams.Fit()));
            }
        }
    }

    /// <inheritdoc/>
    public void Remark(LiveFeed? feed, string text)
    {
        _streams.Say(_labelWidth > 0 && feed is not null ? feed.Label + ": " + text : text);
    }

    /// <inheritdoc/>
    public void Tick()
    {
        // Lines do not change with time.
    }
}
