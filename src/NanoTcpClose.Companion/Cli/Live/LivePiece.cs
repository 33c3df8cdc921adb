using System;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>Something that a source told, on its way from the source's thread to the session's.</summary>
/// <param name="Feed">Of which source.</param>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
internal sealed record LivePiece(LiveFeed Feed, PieceKind Kind, DateTimeOffset At)
{
    /// <summary>Bytes of the line.</summary>
    internal byte[] Bytes { get; init; } = [];

    /// <summary>A remark, or the new name of a line.</summary>
    internal string? Text { get; init; }

    /// <summary>How long the line was away.</summary>
    internal TimeSpan Gap { get; init; }

    /// <summary>What ended the source.</summary>
    internal Exception? Failure { get; init; }
}
