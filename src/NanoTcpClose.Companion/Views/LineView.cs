using System;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>
/// One line per entry: time, connection, peer, what happened, how long the state left had lasted, the clause.
/// </summary>
public sealed class LineView
{
    private readonly TimeZoneInfo _zone;
    private readonly string _time;

    /// <summary>Time is host, device or both.</summary>
    public LineView(string time, TimeZoneInfo zone)
    {
        _time = time;
        _zone = zone;
    }

    /// <summary>The data line of a change; null when it has none.</summary>
    public string? Data(Change change)
    {
        LogEvent entry = change.Event;
        if (entry.Kind == LogEventKind.Text)
        {
            return entry.Text;
        }

        string? what = entry.Kind switch
        {
            LogEventKind.Transition => Transition(change),
            LogEventKind.Open => (entry.Active ? "opened by us from " : "opened by the peer to ") + change.Connection!.Local,
            LogEventKind.Note => "note: " + Names.Event(entry.What) + Number(entry.Value),
            LogEventKind.Fault => "FAULT " + entry.Code.ToString(CultureInfo.InvariantCulture),
            LogEventKind.Unknown => "?" + entry.Code.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (what is null || (entry.Kind == LogEventKind.Note && !IsWorthALine(entry.What)))
        {
            return null;
        }

        string who = change.Connection is null ? "board" : change.Connection.Id + " " + change.Connection.Remote;
        return (Time(change) + "  " + who.PadRight(24) + "  " + what).TrimEnd();
    }

    /// <summary>What the tool itself says about a change; null when it has nothing to say.</summary>
    public static string? Remark(Change change)
    {
        LogEvent entry = change.Event;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        return entry.Kind switch
        {
            LogEventKind.Gap => string.Create(
                invariant, $"gap: {entry.Count} records missing ({entry.Detail} dropped by the board, {entry.Count - entry.Detail} lost on the line)"),
            LogEventKind.Hello when change.NewEpoch => Greeting(change.Epoch!, entry.Identity!),
            LogEventKind.Unknown when entry.Detail != 0 => string.Create(
                invariant, $"the board speaks wire version {entry.Detail}, this ntc reads 1: update ntc; the bytes are kept"),
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

    // These events repeat what a transition of the same moment says.
    private static bool IsWorthALine(CloseEvent what)
    {
        return what is not (CloseEvent.Established or CloseEvent.CloseFinished or CloseEvent.DataArrived
            or CloseEvent.ResetByPeer or CloseEvent.TimedOut);
    }

    private static string Transition(Change change)
    {
        Step step = change.Step!;
        string arrow = Names.State(step.From) + " -> " + Names.State(step.To);
        string cause = Names.CauseWords(step.Cause);
        if (step.Event.Retransmissions > 0)
        {
            cause += ", sent again " + step.Event.Retransmissions.ToString(CultureInfo.InvariantCulture) + "x";
        }

        cause += step.Event.Inferred ? ", inferred" : "";
        cause += step.Event.Uncertain ? ", uncertain" : "";
        cause += Judge.IsLegal(step) ? "" : ", ILLEGAL";
        string clause = Clauses.For(step.From, step.Cause);
        string stayed = step.StayedMs is null ? "" : Durations.Text(step.StayedMs);
        return arrow.PadRight(28) + stayed.PadLeft(8) + "  " + cause.PadRight(28)
            + (clause.Length == 0 ? "" : "  (" + clause + ")");
    }

    private string Time(Change change)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        string host = TimeZoneInfo.ConvertTime(change.Event.HostTime, _zone).ToString("HH:mm:ss.fff", invariant);
        double ms = change.Epoch?.Milliseconds(change.Event.Tick) ?? 0;
        string device = "+" + (ms / 1000).ToString("0.000", invariant);
        return _time switch
        {
            "device" => device.PadLeft(10),
            "both" => host + " " + device.PadLeft(10),
            _ => host,
        };
    }

    private static string Number(int value)
    {
        return value == 0 ? "" : " (" + value.ToString(CultureInfo.InvariantCulture) + ")";
    }
}
