using System;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>A duration, or a multiple of the MSL that the board told.</summary>
/// <param name="Text">As written.</param>
/// <param name="Milliseconds">Or 0.</param>
/// <param name="Segments">How many MSL, or 0.</param>
internal sealed record Limit(string Text, double Milliseconds, double Segments)
{
    internal static Limit? Parse(string text)
    {
        int at = text.IndexOf("xMSL", StringComparison.OrdinalIgnoreCase);
        if (at > 0 && at == text.Length - 4)
        {
            bool good = double.TryParse(
                text[..at], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double times);
            return good && times > 0 ? new Limit(text, 0, times) : null;
        }

        return Spans.Parse(text) is TimeSpan span ? new Limit(text, span.TotalMilliseconds, 0) : null;
    }

    /// <summary>Milliseconds for a board; null when it did not tell its MSL.</summary>
    internal double? For(EpochModel epoch)
    {
        int twice = epoch.Identity?.TimeWaitMs ?? 0;
        return Segments == 0 ? Milliseconds : twice > 0 ? Segments * twice / 2 : null;
    }
}
