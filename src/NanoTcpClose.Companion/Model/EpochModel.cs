using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>One boot of one board.</summary>
public sealed class EpochModel
{
    private const int Lap = 0x10000;
    private const int MaximumFaults = 1000;

    // A line that loses records all day must not fill the memory with the places of its losses.
    private const int MaximumGaps = 10000;

    private readonly SortedDictionary<int, ConnectionModel> _connections = [];
    private readonly List<GapMark> _gaps = [];
    private readonly Queue<int> _ended = new();
    private readonly int _keep;
    private int _latest;

    /// <summary>Ended connections beyond the number to keep are tallied and forgotten, oldest first.</summary>
    internal EpochModel(int number, int keep)
    {
        Number = number;
        _keep = keep;
    }

    /// <summary>1 for the first boot seen.</summary>
    public int Number { get; }

    /// <summary>What the board said of itself; null until a HELLO came.</summary>
    public BoardIdentity? Identity { get; internal set; }

    /// <summary>The latest counters.</summary>
    public BoardStats? Stats { get; internal set; }

    /// <summary>Records missing by sequence number.</summary>
    public int Missing { get; internal set; }

    /// <summary>Of those, how many the board itself dropped.</summary>
    public int DroppedByBoard { get; internal set; }

    /// <summary>Records read.</summary>
    public int Records { get; internal set; }

    /// <summary>Records of a type that this build does not know.</summary>
    public int Unknown { get; internal set; }

    /// <summary>Where records are missing, in order; the oldest are forgotten beyond a bound.</summary>
    public IReadOnlyList<GapMark> Gaps => _gaps;

    /// <summary>
    /// When the board booted by the clock of this computer: the earliest that any of its records allows, for the line
    /// only delays. Null until the first record.
    /// </summary>
    public DateTimeOffset? BootedAt { get; private set; }

    /// <summary>FAULT records, the first thousand.</summary>
    public List<LogEvent> Faults { get; } = [];

    /// <summary>How many FAULT records there were.</summary>
    public int FaultCount { get; private set; }

    /// <summary>Closes that were forgotten.</summary>
    public CloseTally Forgotten { get; } = new();

    /// <summary>Slots of the board in use, as far as the log tells.</summary>
    public SlotCount Slots { get; } = new();

    /// <summary>When the latest record came in here.</summary>
    public DateTimeOffset LastHost { get; internal set; }

    /// <summary>Latest time seen, in milliseconds since boot.</summary>
    public double LastMs { get; internal set; }

    /// <summary>All connections by number.</summary>
    public IEnumerable<ConnectionModel> Connections => _connections.Values;

    /// <summary>
    /// Board time now, in milliseconds since boot: the latest record's, and what has passed here since.
    /// </summary>
    public double NowMs(DateTimeOffset now)
    {
        return LastMs + Math.Max(0, (now - LastHost).TotalMilliseconds);
    }

    /// <summary>The connection of that number, or null.</summary>
    public ConnectionModel? Find(int serial)
    {
        return _connections.GetValueOrDefault(serial);
    }

    /// <summary>The time of a moment of this epoch by the clock of this computer.</summary>
    public DateTimeOffset HostTime(double ms)
    {
        return (BootedAt ?? DateTimeOffset.UnixEpoch).AddTicks(Ticks(ms));
    }

    internal void NoteGap(LogEvent gap)
    {
        Missing += gap.Count;
        Slots.Missed(gap.Count, LastMs);
        if (_gaps.Count == MaximumGaps)
        {
            _gaps.RemoveAt(0);
        }

        _gaps.Add(new GapMark(LastMs, gap.Count, gap.Detail));
    }

    internal void NoteTime(LogEvent entry, double ms)
    {
        DateTimeOffset booted = entry.HostTime.AddTicks(-Ticks(ms));
        if (BootedAt is null || booted < BootedAt)
        {
            BootedAt = booted;
        }
    }

    /// <summary>Forgets a connection, unless its number has been taken by another since.</summary>
    internal void Remove(ConnectionModel connection)
    {
        if (_connections.GetValueOrDefault(connection.Serial) == connection)
        {
            Forgotten.Add(connection);
            _connections.Remove(connection.Serial);
        }
    }

    /// <summary>
    /// The connection of a number. Numbers begin anew after 65,535: an open of one that has ended is another connection.
    /// </summary>
    internal ConnectionModel Get(int serial, bool opens, out bool made, out ConnectionModel? evicted)
    {
        made = false;
        evicted = null;
        int number = Unwrap(serial, opens);
        _latest = opens || _latest == 0 ? Math.Max(_latest, number) : _latest;
        if (_connections.TryGetValue(number, out ConnectionModel? known))
        {
            if (!opens || !known.Ended)
            {
                return known;
            }

            evicted = known;
            Remove(known);
        }

        made = true;
        if (evicted is null && _connections.Count >= _keep)
        {
            evicted = Oldest();
            Remove(evicted);
        }

        ConnectionModel connection = new(this, number);
        _connections.Add(number, connection);
        return connection;
    }

    internal void NoteEnd(ConnectionModel connection)
    {
        _ended.Enqueue(connection.Serial);
    }

    internal void NoteFault(LogEvent fault)
    {
        FaultCount++;
        if (Faults.Count < MaximumFaults)
        {
            Faults.Add(fault);
        }
    }

    internal double Milliseconds(long tick)
    {
        int hz = Identity?.TickHz ?? 8000;
        return tick * 1000.0 / (hz > 0 ? hz : 8000);
    }

    // Numbers have 16 bits on the line: a number far below the latest one is of the next lap, unless its old owner
    // still lives.
    private int Unwrap(int serial, bool opens)
    {
        int number = (_latest & ~(Lap - 1)) | serial;
        number -= number - _latest > Lap / 2 && number > Lap ? Lap : 0;
        bool next = _latest - number > Lap / 2;
        bool lives = _connections.TryGetValue(number, out ConnectionModel? old) && !old.Ended;
        return next && !lives && (opens || !_connections.ContainsKey(number)) ? number + Lap : number;
    }

    private ConnectionModel Oldest()
    {
        while (_ended.TryDequeue(out int serial))
        {
            if (_connections.TryGetValue(serial, out ConnectionModel? ended) && ended.Ended)
            {
                return ended;
            }
        }

        // All of them live: the oldest has to go.
        return _connections.First().Value;
    }

    // A board that claims to run since the ice age must not throw the calendar.
    private static long Ticks(double ms)
    {
        const double Bound = 1e17;
        return (long)Math.Clamp(ms * TimeSpan.TicksPerMillisecond, -Bound, Bound);
    }
}
