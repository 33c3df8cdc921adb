using System;
using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>One boot of one board.</summary>
public sealed class EpochModel
{
    // Ended connections beyond this are forgotten, oldest first, so that days of watching stay in bounded memory.
    private const int MaximumConnections = 20000;

    // A line that loses records all day must not fill the memory with the places of its losses.
    private const int MaximumGaps = 10000;

    private readonly SortedDictionary<int, ConnectionModel> _connections = [];
    private readonly List<GapMark> _gaps = [];

    internal EpochModel(int number)
    {
        Number = number;
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
    /// only
    /// delays. Null until the first record.
    /// </summary>
    public DateTimeOffset? BootedAt { get; private set; }

    /// <summary>FAULT records; the first of them, should there be very many.</summary>
    public List<LogEvent> Faults { get; } = [];

    /// <summary>How many FAULT records came.</summary>
    public int FaultCount { get; private set; }

    /// <summary>Latest time seen, in milliseconds since boot.</summary>
    public double LastMs { get; internal set; }

    /// <summary>All connections by number.</summary>
    public IEnumerable<ConnectionModel> Connections => _connections.Values;

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

    internal void NoteFault(LogEvent fault)
    {
        FaultCount++;
        if (Faults.Count < MaximumGaps)
        {
            Faults.Add(fault);
        }
    }

    /// <summary>Forgets a connection, unless its number has been taken by another since.</summary>
    internal void Remove(ConnectionModel connection)
    {
        if (_connections.GetValueOrDefault(connection.Serial) == connection)
        {
            _connections.Remove(connection.Serial);
        }
    }

    /// <summary>
    /// The connection of a number. Numbers begin anew after 65,535: an open of one that has ended is another connection.
    /// </summary>
    internal ConnectionModel Get(int serial, bool opens, out bool made)
    {
        made = false;
        if (_connections.TryGetValue(serial, out ConnectionModel? known))
        {
            if (!opens || !known.Ended)
            {
                return known;
            }

            _connections.Remove(serial);
        }

        made = true;

        if (_connections.Count >= MaximumConnections)
        {
            ConnectionModel? oldest = _connections.Values.FirstOrDefault(c => c.Ended);
            _connections.Remove(oldest?.Serial ?? _connections.Keys.First());
        }

        ConnectionModel connection = new(this, serial);
        _connections.Add(serial, connection);
        return connection;
    }

    // A board that claims to run since the ice age must not throw the calendar.
    private static long Ticks(double ms)
    {
        const double Bound = 1e17;
        return (long)Math.Clamp(ms * TimeSpan.TicksPerMillisecond, -Bound, Bound);
    }

    internal double Milliseconds(long tick)
    {
        int hz = Identity?.TickHz ?? 8000;
        return tick * 1000.0 / (hz > 0 ? hz : 8000);
    }
}
