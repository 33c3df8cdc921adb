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
