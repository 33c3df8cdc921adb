using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Where a live session shows itself. Everything is called on one thread.</summary>
internal interface ILiveScreen
{
    /// <summary>Runs the session inside the screen.</summary>
    void Run(IReadOnlyList<LiveFeed> feeds, Action session);

    /// <summary>A change that is to be shown.</summary>
    void Show(LiveFeed feed, Change change);

    /// <summary>Words of the tool itself.</summary>
    void Remark(LiveFeed? feed, string text);

    /// <summary>Time has passed.</summary>
    void Tick();
}
