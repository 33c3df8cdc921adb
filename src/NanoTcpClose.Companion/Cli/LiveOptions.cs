using System;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>What `watch` shows and when it ends.</summary>
public sealed record LiveOptions
{
    /// <summary>NDJSON instead of lines.</summary>
    public bool Json { get; init; }

    /// <summary>host, device or both.</summary>
    public string Time { get; init; } = "host";

    /// <summary>show, hide or only.</summary>
    public string Text { get; init; } = "show";

    /// <summary>all, closes or faults.</summary>
    public string Only { get; init; } = "all";

    /// <summary>Only this connection.</summary>
    public string? Connection { get; init; }

    /// <summary>Only changes that this lets through.</summary>
    public Func<Change, bool> Filter { get; init; } = _ => true;

    /// <summary>When to end by itself; null: never.</summary>
    public Until? Until { get; init; }
}
