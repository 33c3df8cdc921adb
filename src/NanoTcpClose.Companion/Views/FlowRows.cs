using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Pcap;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// Turns the records of a connection into rows, and adds what stands between them: pauses and losses.
/// </summary>
internal sealed class FlowRows
{
    // Shorter silences say nothing; the first retransmission of a FIN comes after 200 ms at the earliest.
    private const double PauseMs = 100;

    private readonly ConnectionModel _connection;
    private readonly SequenceNumbers _numbers;
    private readonly List<FlowRow> _rows = [];
    private readonly HashSet<(bool Outbound, int Flags, uint Seq, int Length)> _sent = [];
    private double? _origin;
    private double _last;
    private bool _sure = true;
    private TcpState _state = TcpState.Closed;

    private FlowRows(ConnectionModel connection)
    {
        _connection = connection;
        _numbers = new SequenceNumbers(connection);
    }

    /// <summary>The rows of a connection in the order of the log.</summary>
    internal static IReadOnlyList<FlowRow> Of(ConnectionModel connection)
    {
        FlowRows made = new(connection);
        foreach (LogEvent entry in connection.Events)
        {
            made.Add(entry);
        }

        return made._rows;
    }

    private void Add(LogEvent entry)
    {
        if (entry.Kind == LogEventKind.Gap)
        {
            _rows.Add(new FlowRow(FlowKind.Missing, _last, Missing(entry.Count)));
            _sure = false;
            return;
        }

        if (entry.Kind is LogEventKind.Open || (entry.Kind == LogEventKind.Note && !IsShown(entry.What)))
        {
            return;
        }

        double ms = _connection.Epoch.Milliseconds(entry.Tick);
        _origin ??= ms;
        double at = ms - _origin.Value;
        Unseen(entry);
        Pause(entry, at);
        _last = at;
        if (Make(entry, at) is FlowRow row)
        {
            _rows.Add(row);
            _state = row.Kind == FlowKind.State ? row.State : _state;
            _sure |= row.Kind == FlowKind.State;
        }
    }

    // The transition that entered this state is among the missing records: when it came is not known.
    private void Unseen(LogEvent next)
    {
        if (_rows.Count > 0 && next.Kind == LogEventKind.Transition && next.From != _state)
        {
            _state = next.From;
            _sure = true;
            _rows.Add(new FlowRow(FlowKind.State, _last, Names.State(_state)) { State = _state, Unseen = true });
        }
    }

    private void Pause(LogEvent next, double at)
    {
        double waited = at - _last;
        if (_rows.Count > 0 && waited >= PauseMs)
        {
            string text = Durations.Text(waited) + ", " + Waiting(next);
            _rows.Add(new FlowRow(FlowKind.Pause, _last, text) { State = _state });
        }
    }

    private string Waiting(LogEvent next)
    {
        bool again = next.Kind == LogEventKind.Segment && next.Outbound && _sent.Contains(KeyOf(next));
        return _state switch
        {
            _ when !_sure => "what was awaited is not known",
            TcpState.TimeWait => "2MSL timer runs",
            _ when again => "retransmission timer runs",
            TcpState.FinWait2 => "the peer's FIN is awaited",
            TcpState.CloseWait => "our close call is awaited",
            TcpState.FinWait1 or TcpState.Closing or TcpState.LastAck => "the ACK of our FIN is awaited",
            TcpState.SynSent or TcpState.SynReceived => "the ACK of our SYN is awaited",
            _ => "nothing on the line",
        };
    }

    private FlowRow? Make(LogEvent entry, double at)
    {
        return entry.Kind switch
        {
            LogEventKind.Transition => new FlowRow(FlowKind.State, at, Names.State(entry.To))
            {
                State = entry.To,
            },
            LogEventKind.Segment => Segment(entry, at),
            LogEventKind.Timer => new FlowRow(FlowKind.Timer, at, Timer(entry)),
            LogEventKind.Note => new FlowRow(FlowKind.Note, at, Names.Event(entry.What)),
            LogEventKind.Fault => new FlowRow(FlowKind.Note, at, "FAULT " + Number(entry.Code)),
            _ => null,
        };
    }

    private FlowRow Segment(LogEvent entry, double at)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"seq={_numbers.Relative(entry)}");
        text += (entry.SegmentFlags & 16) != 0
            ? string.Create(CultureInfo.InvariantCulture, $" ack={_numbers.RelativeAck(entry)}")
            : "";
        text += entry.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $" len={entry.Length}") : "";
        bool repeated = !_sent.Add(KeyOf(entry)) && (entry.Length > 0 || (entry.SegmentFlags & 3) != 0);
        return new FlowRow(FlowKind.Segment, at, Names.SegmentFlags(entry.SegmentFlags))
        {
            Outbound = entry.Outbound,
            Flags = entry.SegmentFlags,
            Numbers = text,
            Again = repeated,
        };
    }

    private (bool Outbound, int Flags, uint Seq, int Length) KeyOf(LogEvent entry)
    {
        return (entry.Outbound, entry.SegmentFlags & 7, _numbers.Relative(entry), entry.Length);
    }

    private string Timer(LogEvent entry)
    {
        double due = _connection.Epoch.Milliseconds(entry.Deadline) - _connection.Epoch.Milliseconds(entry.Tick);
        return Names.Timer(entry.TimerKind) + " timer set" + (due > 0 ? ", due in " + Durations.Text(due) : "");
    }

    // The others repeat what a row beside them says.
    private static bool IsShown(CloseEvent what)
    {
        return what is CloseEvent.CloseWaitLeak or CloseEvent.ChallengeLimited or CloseEvent.Reused
            or CloseEvent.Evicted;
    }

    private static string Missing(int count)
    {
        return count == 1 ? "1 record missing here" : Number(count) + " records missing here";
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
