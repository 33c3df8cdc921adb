using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>
/// closed: every connection seen has ended; idle:5s: nothing came for so long; count:N: so many ended.
/// </summary>
/// <param name="Kind">closed, idle or count.</param>
/// <param name="Count">Of count.</param>
/// <param name="Idle">Of idle.</param>
public sealed record Until(string Kind, int Count, TimeSpan Idle)
{
    /// <summary>
    /// The value of --until, null when it was not given. Throws UsageException with what may stand there.
    /// </summary>
    internal static Until? Of(string? text, string words = "closed, idle:5s or count:N")
    {
        return text is null ? null
            : Parse(text) ?? throw new UsageException("--until takes " + words + ", not '" + text + "'");
    }

    /// <summary>Null when the text is none of the three.</summary>
    public static Until? Parse(string text)
    {
        if (text == "closed")
        {
            return new Until("closed", 0, TimeSpan.Zero);
        }

        if (text.StartsWith("idle:", StringComparison.Ordinal) && Spans.Parse(text[5..]) is TimeSpan idle)
        {
            return new Until("idle", 0, idle);
        }

        return text.StartsWith("count:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0
            ? new Until("count", count, TimeSpan.Zero)
            : null;
    }

    /// <summary>Whether it has come.</summary>
    public bool Reached(IEnumerable<BoardLog> logs, TimeSpan quiet)
    {
        return Kind switch
        {
            "idle" => quiet >= Idle,
            "count" => logs.Sum(l => l.EndedCount) >= Count,
            _ => logs.Sum(l => l.EndedCount) > 0 && logs.All(l => l.LiveCount == 0),
        };
    }
}
