using System;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>How long a close took, and how durations are written.</summary>
public static class Durations
{
    /// <summary>From leaving ESTABLISHED (or the first state seen) to TIME-WAIT or CLOSED; null when not seen.</summary>
    public static double? CloseMs(ConnectionModel connection)
    {
        Step? first = connection.Steps.FirstOrDefault(s => s.From >= TcpState.Established || s.To >= TcpState.FinWait1);
        Step? last = connection.Steps.FirstOrDefault(s => s.To is TcpState.TimeWait or TcpState.Closed);
        return first is null || last is null || last.AtMs < first.AtMs ? null : last.AtMs - first.AtMs;
    }

    /// <summary>41 s, 850 ms: what is left, in whole seconds above two.</summary>
    public static string Countdown(double milliseconds)
    {
        double left = Math.Max(0, milliseconds);
        return left < 2000 ? Text(left)
            : left < 120000 ? Math.Ceiling(left / 1000).ToString("0", CultureInfo.InvariantCulture) + " s"
            : Text(left);
    }

    /// <summary>6 s, 4 min 05 s: what has passed, in whole seconds, for a value that keeps growing.</summary>
    public static string Elapsed(double milliseconds)
    {
        double passed = Math.Max(0, milliseconds);
        return passed < 120000 ? Math.Floor(passed / 1000).ToString("0", CultureInfo.InvariantCulture) + " s"
            : Text(passed);
    }

    /// <summary>21 ms, 1.50 s, 4 min 05 s.</summary>
    public static string Text(double? milliseconds)
    {
        if (milliseconds is not double value)
        {
            return "-";
        }

        CultureInfo invariant = CultureInfo.InvariantCulture;
        return value switch
        {
            < 9.95 => value.ToString("0.0", invariant) + " ms",
            < 10000 => value.ToString("0", invariant) + " ms",
            < 120000 => (value / 1000).ToString("0.0", invariant) + " s",
            _ => string.Create(invariant, $"{(int)(value / 60000)} min {(int)(value / 1000) % 60:00} s"),
        };
    }
}
