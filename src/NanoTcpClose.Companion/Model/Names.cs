using System.Globalization;

namespace NanoTcpClose.Companion.Model;

/// <summary>RFC spelling of states, and the words for causes, events and timers.</summary>
public static class Names
{
    private static readonly string[] s_states =
    [
        "?", "CLOSED", "LISTEN", "SYN-SENT", "SYN-RECEIVED", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2",
        "CLOSE-WAIT", "LAST-ACK", "CLOSING", "TIME-WAIT",
    ];

    private static readonly string[] s_causes =
    [
        "none", "active-open", "passive-open", "syn-acked", "user-close", "user-abort", "shutdown-write",
        "fin-received", "fin-acked", "fin-and-ack", "reset-received", "time-wait-expired", "retries-exhausted",
        "fin-wait-2-timeout", "user-timeout", "reused-by-syn", "evicted", "overflow", "linger-expired",
        "data-after-close", "unread-data", "refused", "cause-22", "fault", "evidence",
    ];

    private static readonly string[] s_causeWords =
    [
        "no cause given", "connect called", "SYN met a listener", "our SYN acknowledged", "close called",
        "abort called", "write side shut down", "peer's FIN", "ack of our FIN", "peer's FIN with ack of ours",
        "RST from the peer", "2MSL over", "retries exhausted", "FIN-WAIT-2 bound over", "user timeout",
        "new SYN took the entry", "evicted", "no TIME-WAIT slot", "linger time over", "data after the close",
        "unread data at the close", "RST refused our SYN", "cause 22", "board fault", "later evidence",
    ];

    private static readonly string[] s_events =
    [
        "event-0", "close-wait-leak", "evicted", "time-wait-overflow", "reset-by-peer", "timed-out", "refused-full",
        "reused", "challenge-limited", "close-finished", "established", "data-arrived", "linger-expired", "last-slot",
        "state-uncertain",
    ];

    private static readonly string[] s_counters =
    [
        "segments-in", "segments-out", "bad-checksum", "out-of-window", "challenge-acks", "resets-sent",
        "resets-received", "retransmissions", "evictions", "time-wait-overflows", "drops-no-connection", "truncated",
        "not-for-us", "bad-header", "challenge-limited", "send-failures", "faults", "opened", "ended",
    ];

    private static readonly string[] s_timers =
    [
        "timer-0", "retransmission", "r2", "fin-wait-2", "user-timeout", "time-wait", "close-wait-alarm", "linger",
    ];

    /// <summary>FIN-WAIT-1 and so on.</summary>
    public static string State(TcpState state)
    {
        return Pick(s_states, (int)state, "state-");
    }

    /// <summary>The cause as the trace spells it: fin-acked.</summary>
    public static string Cause(TransitionCause cause)
    {
        return Pick(s_causes, (int)cause, "cause-");
    }

    /// <summary>The cause in plain words: ack of our FIN.</summary>
    public static string CauseWords(TransitionCause cause)
    {
        return Pick(s_causeWords, (int)cause, "cause ");
    }

    /// <summary>close-wait-leak and so on.</summary>
    public static string Event(CloseEvent what)
    {
        return Pick(s_events, (int)what, "event-");
    }

    /// <summary>segments-in and so on.</summary>
    public static string Counter(EngineCounter counter)
    {
        return Pick(s_counters, (int)counter, "counter-");
    }

    /// <summary>retransmission and so on.</summary>
    public static string Timer(int kind)
    {
        return Pick(s_timers, kind, "timer-");
    }

    /// <summary>192.0.2.1 for 0xC0000201.</summary>
    public static string Address(uint address)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }

    /// <summary>FIN,ACK and so on; "-" for none.</summary>
    public static string SegmentFlags(int flags)
    {
        string text = "";
        Append(ref text, flags, 2, "SYN");
        Append(ref text, flags, 1, "FIN");
        Append(ref text, flags, 4, "RST");
        Append(ref text, flags, 16, "ACK");
        return text.Length == 0 ? "-" : text;
    }

    private static void Append(ref string text, int flags, int bit, string name)
    {
        if ((flags & bit) != 0)
        {
            text = text.Length == 0 ? name : text + "," + name;
        }
    }

    private static string Pick(string[] names, int index, string fallback)
    {
        return index >= 0 && index < names.Length
            ? names[index]
            : fallback + index.ToString(CultureInfo.InvariantCulture);
    }
}
