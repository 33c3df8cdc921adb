using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;
using Spectre.Console;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// A table that redraws itself: one row per connection, the slots of each board, the last words below.
/// </summary>
internal sealed class TableScreen : ILiveScreen
{
    private const int RedrawMs = 200;
    private const int LastWords = 5;

    private readonly CliStreams _streams;
    private readonly LiveOptions _options;
    private readonly IAnsiConsole _console;
    private readonly Queue<string> _words = new();
    private readonly Stopwatch _drawn = Stopwatch.StartNew();
    private IReadOnlyList<LiveFeed> _feeds = [];
    private LiveDisplayContext? _live;

    internal TableScreen(CliStreams streams, LiveOptions options)
    {
        _streams = streams;
        _options = options;
        _console = ConsoleOf(streams);
    }

    /// <summary>Whether the terminal can redraw at all.</summary>
    internal static bool Possible(CliStreams streams)
    {
        return streams.Interactive && ConsoleOf(streams).Profile.Capabilities.Ansi;
    }

    /// <inheritdoc/>
    public void Run(IReadOnlyList<LiveFeed> feeds, Action session)
    {
        _feeds = feeds;
        _console.Live(Draw()).AutoClear(false).Overflow(VerticalOverflow.Crop).Start(context =>
        {
            _live = context;
            session();
            Redraw();
        });
        _live = null;
    }

    /// <inheritdoc/>
    public void Show(LiveFeed feed, Change change)
    {
        LogEvent entry = change.Event;
        if (entry.Kind == LogEventKind.Text)
        {
            Say(feed, entry.Text);
        }
        else if (entry.Kind is LogEventKind.Fault or LogEventKind.Note
            && new LineView(_options.Time, _streams.Zone).Data(change) is string line)
        {
            Say(feed, line);
        }
    }

    /// <inheritdoc/>
    public void Remark(LiveFeed? feed, string text)
    {
        string time = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, _streams.Zone)
            .ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        if (_live is null && _feeds.Count == 0)
        {
            _streams.Say(text);
        }

        Say(feed, time + " --- " + text);
    }

    /// <inheritdoc/>
    public void Tick()
    {
        if (_drawn.ElapsedMilliseconds >= RedrawMs)
        {
            Redraw();
        }
    }

    private static IAnsiConsole ConsoleOf(CliStreams streams)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = streams.Interactive ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = streams.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(streams.Out),
        });
        console.Profile.Width = streams.Width;
        console.Profile.Height = streams.Height;
        console.Profile.Capabilities.Unicode = !streams.Ascii;
        return console;
    }

    private void Say(LiveFeed? feed, string text)
    {
        _words.Enqueue((_feeds.Count > 1 && feed is not null ? feed.Label + ": " : "") + text);
        while (_words.Count > LastWords)
        {
            _words.Dequeue();
        }
    }

    private void Redraw()
    {
        _drawn.Restart();
        (int width, int height) = _streams.Size();
        _console.Profile.Width = width;
        _console.Profile.Height = height;
        _live?.UpdateTarget(Draw());
    }

    private Spectre.Console.Rendering.IRenderable Draw()
    {
        return TableView.Draw(new TableInput(_feeds, [.. _words], DateTimeOffset.UtcNow)
        {
            Width = _console.Profile.Width,
            Height = _console.Profile.Height,
            Ascii = _streams.Ascii,
            Shows = row => (_options.Connection is null || row.Connection?.Id == _options.Connection)
                && (_options.Filter is null || _options.Filter.Lets(row)),
        });
    }
}
