using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>One connection of one epoch: everything the log says of it, in order.</summary>
public sealed class ConnectionModel
{
    // A connection that never ends must not grow without bound in days of watching.
    private const int MaximumEvents = 4096;

    private readonly List<Step> _steps = [];
    private readonly List<LogEvent> _events = [];
    private double? _enteredMs;
    private double _lastFinMs;
    private LogEvent? _timer;

    internal ConnectionModel(EpochModel epoch, int serial)
    {
        Epoch = epoch;
        Serial = serial;
        State = TcpState.Closed;
        MissingAtFirst = epoch.Missing;
    }

    /// <summary>The epoch it lived in.</summary>
    public EpochModel Epoch { get; }

    /// <summary>Number since boot.</summary>
    public int Serial { get; }

    /// <summary>Epoch and number: 3.1.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Epoch.Number}.{Serial}");

    /// <summary>The OPEN record; null when it was not seen.</summary>
    public LogEvent? Opening { get; private set; }

    /// <summary>State after the last record.</summary>
    public TcpState State { get; private set; }

    /// <summary>All transitions seen.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Everything seen of this connection, segments and notes included.</summary>
    public IReadOnlyList<LogEvent> Events => _events;

    /// <summary>Records missing from the log while this connection lived.</summary>
    public int MissingRecords { get; private set; }

    /// <summary>Of those, how many since its last transition: it may have moved on unseen.</summary>
    public int MissingAfter { get; private set; }

    /// <summary>
    /// Records missing before it was first seen: without its OPEN record, its beginning may be among them.
    /// </summary>
    internal int MissingAtFirst { get; }

    /// <summary>Whether it has left ESTABLISHED for good.</summary>
    public bool Ended => _steps.Count > 0 && State == TcpState.Closed;

    /// <summary>
    /// Whether the beginning of its current state was seen, and when it was, in milliseconds since boot.
    /// </summary>
    public double? EnteredMs => _enteredMs;

    /// <summary>192.168.1.9:443, or "?" when the OPEN record was not seen.</summary>
    public string Remote => Opening is null ? "?" : Endpoint(Opening.RemoteAddress, Opening.RemotePort);

    /// <summary>Local address and port, or "?".</summary>
    public string Local => Opening is null ? "?" : Endpoint(Opening.LocalAddress, Opening.LocalPort);

    /// <summary>Every state gone through, in order.</summary>
    public IReadOnlyList<TcpState> Path
    {
        get
        {
            List<TcpState> path = [];
            foreach (Step step in _steps)
            {
                if (path.Count == 0 || path[^1] != step.From)
                {
                    path.Add(step.From);
                }

                path.Add(step.To);
            }

            return path;
        }
    }

    /// <summary>Segments in the order of the log.</summary>
    public IEnumerable<LogEvent> Segments => _events.Where(e => e.Kind == LogEventKind.Segment);

    /// <summary>
    /// What is left of TIME-WAIT at that time of the board; null when it is not in it or its length is not known.
    /// </summary>
    public double? TimeWaitLeftMs(double nowMs)
    {
        int whole = Epoch.Identity?.TimeWaitMs ?? 0;
        if (State != TcpState.TimeWait || whole == 0 || _enteredMs is not double entered)
        {
            return null;
        }

        // A repeated FIN of the peer begins 2MSL anew.
        double since = Math.Max(entered, _lastFinMs);
        return Math.Max(0, since + whole - nowMs);
    }

    /// <summary>
    /// The deadline that comes next at that time of the board, with its name; null when none is known.
    /// </summary>
    public (string Name, double LeftMs)? NextTimer(double nowMs)
    {
        if (TimeWaitLeftMs(nowMs) is double left)
        {
            return ("2MSL", left);
        }

        return _timer is LogEvent timer && Epoch.Milliseconds(timer.Deadline) - nowMs is > 0 and double due
            ? (Names.Timer(timer.TimerKind), due)
            : null;
    }

    /// <summary>Total milliseconds in a state; null when it was never left or never entered in view.</summary>
    public double? StayedMs(TcpState state)
    {
        double sum = 0;
        bool any = false;
        foreach (Step step in _steps)
        {
            if (step.From == state && step.StayedMs is double stayed)
            {
                sum += stayed;
                any = true;
            }
        }

        return any ? sum : null;
    }

    /// <summary>Entries and steps that are held.</summary>
    internal int Kept => _events.Count + _steps.Count;

    /// <summary>Lets go of the older half; what stays is still in order.</summary>
    internal void ForgetHalf()
    {
        _events.RemoveRange(0, _events.Count / 2);
        _steps.RemoveRange(0, _steps.Count / 2);
    }

    internal Step? Accept(LogEvent entry, double atMs)
    {
        Keep(entry);
        NoteTime(entry, atMs);

        if (entry.Kind == LogEventKind.Open)
        {
            Opening = entry;
            return null;
        }

        if (entry.Kind != LogEventKind.Transition)
        {
            return null;
        }

        bool first = _steps.Count == 0;
        bool broken = !first && entry.From != State;
        Step step = new()
        {
            Event = entry,
            AtMs = atMs,
            StayedMs = broken || _enteredMs is null ? null : Math.Max(0, atMs - _enteredMs.Value),
            Broken = broken,
            MissingBefore = MissingAfter,
        };
        MissingAfter = 0;
        if (_steps.Count >= MaximumEvents)
        {
            _steps.RemoveRange(1, MaximumEvents / 2);
        }

        _steps.Add(step);
        State = entry.To;
        _enteredMs = atMs;
        return step;
    }

    internal void Missed(LogEvent gap)
    {
        MissingRecords += gap.Count;
        MissingAfter += gap.Count;
        if (_events.Count < MaximumEvents)
        {
            _events.Add(gap);
        }
    }

    private static string Endpoint(uint address, int port)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{Names.Address(address)}:{port}");
    }

    private void Keep(LogEvent entry)
    {
        bool weighty = entry.Kind is LogEventKind.Transition or LogEventKind.Open;
        if (_events.Count >= 2 * MaximumEvents)
        {
            _events.RemoveRange(MaximumEvents / 2, MaximumEvents);
        }

        if (_events.Count < MaximumEvents || weighty)
        {
            _events.Add(entry);
        }
    }

    private void NoteTime(LogEvent entry, double atMs)
    {
        if (entry.Kind == LogEventKind.Timer)
        {
            _timer = entry;
        }
        else if (entry.Kind == LogEventKind.Segment && !entry.Outbound && (entry.SegmentFlags & 1) != 0)
        {
            _lastFinMs = atMs;
        }
        else if (entry.Kind == LogEventKind.Transition)
        {
            _timer = null;
        }
    }
}
