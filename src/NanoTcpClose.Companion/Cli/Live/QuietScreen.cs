using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Shows nothing but the tool's own words: for commands that only listen.</summary>
internal sealed class QuietScreen(CliStreams streams) : ILiveScreen
{
    /// <inheritdoc/>
    public void Run(IReadOnlyList<LiveFeed> feeds, Action session)
    {
        session();
    }

    /// <inheritdoc/>
    public void Show(LiveFeed feed, Change change)
    {
        // Whoever listens looks at the model.
    }

    /// <inheritdoc/>
    public void Remark(LiveFeed? feed, string text)
    {
        streams.Say(text);
    }

    /// <inheritdoc/>
    public void Tick()
    {
        // Nothing to redraw.
    }
}
