using System;
using System.Globalization;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Durations on the command line: 500ms, 5s, 2m.</summary>
internal static class Spans
{
    /// <summary>Null when the text is none.</summary>
    internal static TimeSpan? Parse(string text)
    {
        double scale = text.EndsWith("ms", StringComparison.Ordinal) ? 1
            : text.EndsWith('s') ? 1000
            : text.EndsWith('m') ? 60000 : 0;
        string number = text.TrimEnd('m', 's');
        bool good = double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value);
        return good && scale > 0 && value * scale < int.MaxValue ? TimeSpan.FromMilliseconds(value * scale) : null;
    }
}
