using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Cli.Filters;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Everything that a drawing of the table depends on.</summary>
/// <param name="Feeds">The boards.</param>
/// <param name="Words">The last lines of text and remarks.</param>
/// <param name="Now">The time here.</param>
internal sealed record TableInput(IReadOnlyList<LiveFeed> Feeds, IReadOnlyList<string> Words, DateTimeOffset Now)
{
    /// <summary>Columns.</summary>
    internal int Width { get; init; } = 80;

    /// <summary>Lines.</summary>
    internal int Height { get; init; } = 24;

    /// <summary>No line drawing characters.</summary>
    internal bool Ascii { get; init; }

    /// <summary>Which connections have a row.</summary>
    internal Func<FilterSubject, bool> Shows { get; init; } = _ => true;
}
