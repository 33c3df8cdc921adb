using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>
/// Finds what is missing by sequence numbers, tells the board's own drops from losses on the line, and unwraps ticks.
/// A new boot id starts both anew without being an error.
/// </summary>
internal sealed class SequenceTracker
{
    private int _expected = -1;
    private uint _bootId;
    private bool _knowsBoot;
    private long _tick = -1;

    /// <summary>The entries that one record stands for: a gap before it where numbers are missing, and itself.</summary>
    internal IEnumerable<LogEvent> Track(LogEvent entry)
    {
        if (entry.Identity is BoardIdentity identity)
        {
            if (_knowsBoot && identity.BootId != _bootId)
            {
                _expected = -1;
                _tick = -1;
            }

            _knowsBoot = true;
            _bootId = identity.BootId;
        }

        LogEvent unwrapped = entry with { Tick = Unwrap((uint)entry.Tick) };
        int missing = _expected < 0 ? 0 : (entry.Sequence - _expected) & 0xFFFF;
        if (missing > 0x8000)
        {
            // Numbers only run back when the board restarted and its HELLO was lost: one record at least.
            missing = 1;
        }

        bool drop = entry.Kind == LogEventKind.Drop;
        bool known = _expected >= 0;
        _expected = (entry.Sequence + 1) & 0xFFFF;
        int total = drop ? (known ? missing + 1 : entry.Count) : missing;
        if (total > 0)
        {
            yield return unwrapped with
            {
                Kind = LogEventKind.Gap, Count = total, Detail = drop ? Math.Min(total, entry.Count) : 0,
            };
        }

        yield return unwrapped;
    }

    private long Unwrap(uint tick)
    {
        if (_tick < 0)
        {
            _tick = tick;
            return _tick;
        }

        // A record may be a little older than the one before it; half the range decides which way it went.
        long moved = _tick + (int)(tick - (uint)_tick);
        _tick = Math.Max(_tick, moved);
        return Math.Max(0, moved);
    }
}
