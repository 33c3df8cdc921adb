using System;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// One line per entry: time, connection, peer, what happened, how long the state left had lasted, the clause. A
/// terminal that is too narrow for all of it gets the columns in order of what they tell: first the clause goes, then the peer,
/// then the milliseconds of the time, then cause and duration. The board's own text is never cut.
/// </summary>
public sealed class LineView
{
    private const int WithClause = 128;
    private const int WithPeer = 104;
    private const int WithMilliseconds = 64;
    private const int WithCause = 50;
    private const int UsualTime = 12;

    private readonly TimeZoneInfo _zone;
    private readonly string _time;

    /// <summary>Time is host, device or both.</summary>
    public LineView(string time, TimeZoneInfo zone)
    {
        _time = time;
        _zone = zone;
    }

    /// <summary>The data line of a change, cut to a width; null when it has none.</summary>
    public string? Data(Change change, int width = int.MaxValue)
    {
        LogEvent entry = change.Event;
        if (entry.Kind == LogEventKind.Text)
        {
            return entry.Text;
        }

        // What a longer clock takes is not there for columns.
        int room = width - (_time == "both" ? 11 : 0);
        if (What(change, room) is not string what)
        {
            return null;
        }

        string line = (Time(change, room) + Head(change, room) + what).TrimEnd();
        return line.Length <= width ? line : line[..(width - 1)] + "~";
    }

    /// <summary>What the tool itself says about a change; null when it has nothing to say.</summary>
    public static string? Remark(Change change)
    {
        LogEvent entry = change.Event;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return entry.Kind switch
        {
            LogEventKind.Gap => string.Create(invariant, $"gap: {entry.Count} records missing ") + string.Create(
                invariant, $"({entry.Detail} dropped by the board, {entry.Count - entry.Detail} lost on the line)"),
            LogEventKind.Hello when change.NewEpoch => Greeting(change.Epoch!, entry.Identity!),
            LogEventKind.Unknown when entry.Detail != 0 => string.Create(
                invariant,
                $"the board speaks wire version {entry.Detail}, this ntc reads 1: update ntc; the bytes are kept"),
            _ => null,
        };
    }

    private static string Greeting(EpochModel epoch, BoardIdentity board)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Number}: board {board.DeviceId}, boot {board.BootId:X8}, {board.Connections} connections, ");
        return text + string.Create(
            CultureInfo.InvariantCulture, $"{board.TimeWaitEntries} TIME-WAIT slots of {board.TimeWaitMs} ms");
    }

    private static string Head(Change change, int room)
    {
        string id = change.Connection is null ? "board" : change.Connection.Id;
        if (room >= WithPeer)
        {
            string who = change.Connection is null ? id : id + " " + change.Connection.Remote;
            return "  " + who.PadRight(24) + "  ";
        }

        return room >= WithMilliseconds ? "  " + id.PadRight(6) + "  " : " " + id.PadRight(5) + " ";
    }

    private static string? What(Change change, int room)
    {
        LogEvent entry = change.Event;
        return entry.Kind switch
        {
            LogEventKind.Transition => Transition(change, room),
            LogEventKind.Open => Opening(change, room),
            LogEventKind.Note when IsWorthALine(entry.What) => "note: " + Names.Event(entry.What) + Number(entry.Value),
            LogEventKind.Fault => "FAULT " + entry.Code.ToString(CultureInfo.InvariantCulture),
            LogEventKind.Unknown => "?" + entry.Code.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    // Where there is no column for the peer, the line of the open names it once.
    private static string Opening(Change change, int room)
    {
        bool active = change.Event.Active;
        return room >= WithPeer
            ? (active ? "opened by us from " : "opened by the peer to ") + change.Connection!.Local
            : (active ? "opened to " : "opened by ") + change.Connection!.Remote;
    }

    // These events repeat what a transition of the same moment says.
    private static bool IsWorthALine(CloseEvent what)
    {
        return what is not (CloseEvent.Established or CloseEvent.CloseFinished or CloseEvent.DataArrived
            or CloseEvent.ResetByPeer or CloseEvent.TimedOut);
    }

    private static string Transition(Change change, int room)
    {
        Step step = change.Step!;
        string arrow = Names.State(step.From) + " -> " + Names.State(step.To);
        string cause = Names.CauseWords(step.Cause);
        if (step.Event.Retransmissions > 0)
        {
            string times = step.Event.Retransmissions.ToString(CultureInfo.InvariantCulture) + "x";
            cause = room < WithClause ? "again " + times + ", " + cause : cause + ", sent again " + times;
        }

        cause += step.Event.Inferred ? ", inferred" : "";
        cause += step.Event.Uncertain ? ", uncertain" : "";
        cause = Judge.IsLegal(step) ? cause : room < WithClause ? "ILLEGAL, " + cause : cause + ", ILLEGAL";
        string stayed = step.StayedMs is null ? "" : Durations.Text(step.StayedMs);
        if (room < WithCause)
        {
            return (Judge.IsLegal(step) ? "" : "! ") + arrow;
        }

        if (room < WithPeer)
        {
            return arrow.PadRight(room < WithMilliseconds ? 25 : 27) + stayed.PadLeft(8) + "  " + cause;
        }

        string clause = room < WithClause ? "" : Clauses.For(step.From, step.Cause);
        return arrow.PadRight(28) + stayed.PadLeft(8) + "  " + cause.PadRight(28)
            + (clause.Length == 0 ? "" : "  (" + clause + ")");
    }

    private string Time(Change change, int room)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string form = room >= WithMilliseconds || _time == "both" ? "HH:mm:ss.fff"
            : room < WithCause ? "mm:ss" : "HH:mm:ss";
        string host = TimeZoneInfo.ConvertTime(change.Event.HostTime, _zone).ToString(form, invariant);
        double ms = change.Epoch?.Milliseconds(change.Event.Tick) ?? 0;
        string device = ("+" + (ms / 1000).ToString("0.000", invariant)).PadLeft(UsualTime - 2);
        return _time switch
        {
            "device" => device,
            "both" => host + " " + device,
            _ => host,
        };
    }

    private static string Number(int value)
    {
        return value == 0 ? "" : " (" + value.ToString(CultureInfo.InvariantCulture) + ")";
    }
}
