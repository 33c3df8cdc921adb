using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>
/// Everything known of one log. It is a function of the entries alone, in order, so a capture shows what was seen live.
/// </summary>
public sealed class BoardLog
{
    // Days of watching, and a hostile board, stay in bounded memory: beyond these the oldest is forgotten.
    private const int MaximumKept = 400_000;
    private const int MaximumEpochs = 256;
    private const int ManyDead = 1000;

    private readonly List<EpochModel> _epochs = [];
    private readonly CloseTally _forgotten = new();
    private readonly int _keep;
    private Queue<ConnectionModel> _oldest = new();
    private int _dead;
    private int _kept;
    private int _lastEpoch;
    private int _pastMissing;
    private int _pastFaults;
    private int _pastRecords;

    /// <summary>Keeps that many connections of each boot; older ended ones are tallied and forgotten.</summary>
    public BoardLog(int keep = 20000)
    {
        _keep = keep;
    }

    /// <summary>All boots seen.</summary>
    public IReadOnlyList<EpochModel> Epochs => _epochs;

    /// <summary>Every connection of every epoch.</summary>
    public IEnumerable<ConnectionModel> Connections => _epochs.SelectMany(e => e.Connections);

    /// <summary>Connections that left ESTABLISHED or never got there, ended or not.</summary>
    public IEnumerable<ConnectionModel> Closes => Connections.Where(c => Classifier.IsClosing(c));

    /// <summary>Records missing in all epochs.</summary>
    public int Missing => _pastMissing + _epochs.Sum(e => e.Missing);

    /// <summary>Faults in all epochs.</summary>
    public int Faults => _pastFaults + _epochs.Sum(e => e.FaultCount);

    /// <summary>Records read in all epochs.</summary>
    public int Records => _pastRecords + _epochs.Sum(e => e.Records);

    /// <summary>Boots seen, forgotten ones included.</summary>
    public int Boots => _lastEpoch;

    /// <summary>Connections that have ended, forgotten ones included.</summary>
    public int EndedCount => Forgotten().Count + Connections.Count(c => c.Ended);

    /// <summary>Connections that have not ended.</summary>
    public int LiveCount => Connections.Count(c => !c.Ended);

    /// <summary>A wire version that this build does not know; 0 when none was seen.</summary>
    public int UnknownVersion { get; private set; }

    /// <summary>The connection of that id (3.1), or null.</summary>
    public ConnectionModel? Find(string id)
    {
        string[] parts = id.Split('.');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int serial))
        {
            return null;
        }

        return _epochs.FirstOrDefault(e => e.Number == epoch)?.Find(serial);
    }

    /// <summary>Takes one entry; returns what it changed.</summary>
    public Change Accept(LogEvent entry)
    {
        if (entry.Kind == LogEventKind.Text)
        {
            return new Change(entry, null, null, null);
        }

        bool rebooted = entry.Kind == LogEventKind.Hello && BeginsEpoch(entry);
        EpochModel epoch = rebooted || _epochs.Count == 0 ? NewEpoch() : _epochs[^1];
        if (entry.Kind == LogEventKind.Gap)
        {
            NoteGap(epoch, entry);
            return new Change(entry, epoch, null, null);
        }

        epoch.Records += entry.Kind == LogEventKind.Unknown && entry.Detail != 0 ? 0 : 1;
        NoteBoard(epoch, entry);
        double atMs = epoch.Milliseconds(entry.Tick);
        epoch.LastMs = entry.Tick > 0 ? atMs : epoch.LastMs;
        if (entry.Tick > 0 && entry.HostTime.Ticks > 0)
        {
            epoch.NoteTime(entry, atMs);
        }

        epoch.LastHost = entry.HostTime;
        epoch.Slots.Saw(entry, atMs);
        bool ofConnection = entry.Kind is LogEventKind.Transition or LogEventKind.Open or LogEventKind.Segment
            or LogEventKind.Timer;
        if (entry.Connection == 0 && !ofConnection)
        {
            return new Change(entry, epoch, null, null) { NewEpoch = rebooted };
        }

        bool opens = entry.Kind == LogEventKind.Open;
        ConnectionModel connection = epoch.Get(entry.Connection, opens, out bool made, out ConnectionModel? evicted);
        if (made)
        {
            _oldest.Enqueue(connection);
            NoteEviction(evicted);
        }

        int before = connection.Kept;
        Step? step = connection.Accept(entry, atMs);
        _kept += connection.Kept - before;
        Forget(connection);
        if (step?.To == TcpState.Closed)
        {
            epoch.NoteEnd(connection);
        }

        return new Change(entry, epoch, connection, step);
    }

    /// <summary>What is kept of the closes that were forgotten.</summary>
    public CloseTally Forgotten()
    {
        CloseTally all = new();
        all.Add(_forgotten);
        _epochs.ForEach(e => all.Add(e.Forgotten));
        return all;
    }

    /// <summary>
    /// Lets go of the oldest connections, or of the oldest half of the only one, while too much is kept.
    /// </summary>
    private void Forget(ConnectionModel? spared)
    {
        while (_kept > MaximumKept && _oldest.TryDequeue(out ConnectionModel? oldest))
        {
            if (oldest.Epoch.Find(oldest.Serial) != oldest)
            {
                _dead--;
                continue;
            }

            _kept -= oldest.Kept;
            if (oldest == spared)
            {
                oldest.ForgetHalf();
                _kept += oldest.Kept;
                _oldest.Enqueue(oldest);
            }
            else
            {
                oldest.Epoch.Remove(oldest);
            }
        }
    }

    // Evicted connections stay in the queue until they are many, so that a long-lived one at its head costs nothing.
    private void NoteEviction(ConnectionModel? evicted)
    {
        if (evicted is null)
        {
            return;
        }

        _kept -= evicted.Kept;
        _dead++;
        if (_dead > ManyDead && _dead * 2 > _oldest.Count)
        {
            _oldest = new Queue<ConnectionModel>(_oldest.Where(c => c.Epoch.Find(c.Serial) == c));
            _dead = 0;
        }
    }

    private void NoteGap(EpochModel epoch, LogEvent entry)
    {
        epoch.NoteGap(entry);
        foreach (ConnectionModel connection in epoch.Connections)
        {
            if (!connection.Ended)
            {
                int before = connection.Kept;
                connection.Missed(entry);
                _kept += connection.Kept - before;
            }
        }

        Forget(null);
    }

    private bool BeginsEpoch(LogEvent entry)
    {
        BoardIdentity? known = _epochs.Count == 0 ? null : _epochs[^1].Identity;
        return _epochs.Count == 0 || (known is not null && known.BootId != entry.Identity!.BootId);
    }

    private EpochModel NewEpoch()
    {
        if (_epochs.Count == MaximumEpochs)
        {
            Fold(_epochs[0]);
            _epochs.RemoveAt(0);
        }

        EpochModel epoch = new(++_lastEpoch, _keep);
        _epochs.Add(epoch);
        return epoch;
    }

    private void NoteBoard(EpochModel epoch, LogEvent entry)
    {
        switch (entry.Kind)
        {
            case LogEventKind.Hello:
                epoch.Identity = entry.Identity;
                break;
            case LogEventKind.Stats:
                epoch.Stats = entry.Stats;
                epoch.Slots.Told(entry.Stats!, epoch.Identity, epoch.Milliseconds(entry.Tick));
                break;
            case LogEventKind.Fault:
                epoch.NoteFault(entry);
                break;
            case LogEventKind.Drop:
                epoch.DroppedByBoard += entry.Count;
                break;
            case LogEventKind.Unknown:
                epoch.Unknown++;
                UnknownVersion = entry.Detail == 0 ? UnknownVersion : entry.Detail;
                break;
            default:
                break;
        }
    }

    private void Fold(EpochModel epoch)
    {
        _pastMissing += epoch.Missing;
        _pastFaults += epoch.FaultCount;
        _pastRecords += epoch.Records;
        _forgotten.Add(epoch.Forgotten);
        foreach (ConnectionModel connection in epoch.Connections)
        {
            _forgotten.Add(connection);
        }
    }
}
