using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>Slots of a board in use: what STATS last said, carried on by the transitions since.</summary>
public sealed class SlotCount
{
    // Records missing since the last STATS, which told the truth anew.
    private int _missing;

    /// <summary>TIME-WAIT entries in use.</summary>
    public int TimeWait { get; private set; }

    /// <summary>Connection slots in use.</summary>
    public int Connections { get; private set; }

    /// <summary>
    /// "2 of 8 TIME-WAIT slots free; next frees in 41 s"; empty when the board did not tell its slots.
    /// </summary>
    public static string TimeWaitText(EpochModel epoch, double nowMs)
    {
        int slots = epoch.Identity?.TimeWaitEntries ?? 0;
        if (slots == 0)
        {
            return "";
        }

        int free = Math.Max(0, slots - epoch.Slots.TimeWait);
        string text = string.Create(CultureInfo.InvariantCulture, $"{free} of {slots} TIME-WAIT slots free");
        double[] left = [.. epoch.Connections.Select(c => c.TimeWaitLeftMs(nowMs)).OfType<double>()];
        return left.Length == 0 ? text
            : text + (left.Min() <= 0 ? "; next is due" : "; next frees in " + Durations.Countdown(left.Min()));
    }

    /// <summary>"13 of 16 connection slots free"; empty when the board did not tell its slots.</summary>
    public static string ConnectionText(EpochModel epoch)
    {
        int slots = epoch.Identity?.Connections ?? 0;

        // A log that begins in the middle counts only what it saw begin: those that are seen to live are the least.
        int living = epoch.Connections.Count(c => Holds(c.State));
        int free = Math.Max(0, slots - Math.Max(living, epoch.Slots.Connections));
        return slots == 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{free} of {slots} connection slots free");
    }

    /// <summary>The most TIME-WAIT entries that were in use for certain.</summary>
    internal SlotPeak Least { get; private set; } = new(0, 0, 0);

    /// <summary>The most by what was seen.</summary>
    internal SlotPeak Seen { get; private set; } = new(0, 0, 0);

    /// <summary>The most there can have been, if every missing record was one more.</summary>
    internal SlotPeak Most { get; private set; } = new(0, 0, 0);

    internal void Told(BoardStats stats, BoardIdentity? board, double ms)
    {
        _missing = 0;
        TimeWait = stats.TimeWait;
        Connections = board is null ? Connections : Math.Max(0, board.Connections - stats.FreeConnections);
        Note(ms);
    }

    // Each missing record may be an entry that came or one that went.
    internal void Missed(int count, double ms)
    {
        _missing += count;
        Note(ms);
    }

    internal void Saw(LogEvent entry, double ms)
    {
        if (entry.Kind != LogEventKind.Transition)
        {
            return;
        }

        Connections = Math.Max(0, Connections + (Holds(entry.To) ? 1 : 0) - (Holds(entry.From) ? 1 : 0));
        TimeWait += entry.To == TcpState.TimeWait ? 1 : 0;
        TimeWait = Math.Max(0, TimeWait - (entry.From == TcpState.TimeWait ? 1 : 0));
        Note(ms);
    }

    private static bool Holds(TcpState state)
    {
        return state is not (0 or TcpState.Closed or TcpState.Listen or TcpState.TimeWait);
    }

    private void Note(double ms)
    {
        Least = Least.Or(Math.Max(0, TimeWait - _missing), ms, _missing);
        Seen = Seen.Or(TimeWait, ms, _missing);
        Most = Most.Or(TimeWait + _missing, ms, _missing);
    }
}
