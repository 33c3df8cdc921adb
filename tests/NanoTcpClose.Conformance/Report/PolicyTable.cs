using System.Collections.Generic;

namespace NanoTcpClose.Conformance.Report;

/// <summary>The options of the close scripts beside the fields of the engine.</summary>
internal static class PolicyTable
{
    public static IReadOnlyList<PolicyRow> Rows { get; } =
    [
        new("msl", "MslMs", "60 s",
            "TIME-WAIT lasts twice this (RFC 9293 3.4.2 says 2 minutes; most stacks use 30 s or 60 s)"),
        new("fin_wait_2_timeout", "FinWait2TimeoutMs", "60 s",
            "bound of FIN-WAIT-2 after a full close, from the later of entering it and the full close; a "
                + "half-closed reader waits for ever"),
        new("r2", "R2Ms", "120 s",
            "giving up a FIN or data that nobody acknowledges, from its first transmission (RFC 9293 3.8.3)"),
        new("rto_initial, rto_min, rto_max", "RtoInitialMs, RtoMinMs, RtoMaxMs", "1 s, 1 s, 60 s",
            "retransmission timeout (RFC 6298), doubled at each expiry"),
        new("user_timeout", "UserTimeoutMs", "off",
            "user timeout from the first unacknowledged transmission (RFC 9293 3.10.8)"),
        new("close_wait_alarm", "CloseWaitAlarmMs", "60 s",
            "event close-wait-leak, once, after that long in CLOSE-WAIT without a close call"),
        new("rfc1337", "Rfc1337", "on", "RST in TIME-WAIT is ignored (RFC 1337); off: an exact RST closes"),
        new("rst_after_challenge", "RstAfterChallenge", "on",
            "with rfc1337: an exact RST within 10 s after our challenge ACK to a SYN clears the entry, so that a "
                + "peer that reuses its port is not stalled"),
        new("syn_reuse", "SynReuse", "on",
            "an acceptable SYN takes over a TIME-WAIT entry if somebody listens (RFC 6191, RFC 9293 3.6.1)"),
        new("zero_window_fin", "ZeroWindowFinStrict", "accept",
            "a FIN without data at RCV.NXT counts although the window is zero; strict: RFC 9293 3.4 to the letter"),
        new("shutdown_read", "ShutdownReadReset", "ack",
            "data after shutdown-read is taken, dropped and acknowledged; rst: answered by a RST"),
        new("unread_at_close", "DrainUnreadAtClose", "rst",
            "a full close with unread data sends RST (RFC 9293 3.6.1); drain: drops them and sends FIN"),
        new("challenge_budget, challenge_period", "ChallengeBudget, ChallengePeriodMs", "1, 500 ms",
            "challenge ACKs and ACKs of unacceptable segments per connection and period (RFC 5961 7)"),
        new("challenge_total", "ChallengeTotal", "100", "the same over the whole engine, per second"),
        new("reset_budget", "ResetBudget", "100", "RSTs for segments without a connection, per second"),
        new("connections, time_wait_entries", "Connections, TimeWaitEntries", "16, 16",
            "capacities, taken once at the start"),
        new("evict_closing", "EvictClosing", "off",
            "a full pool evicts LAST-ACK, CLOSING, then orphaned FIN-WAIT-2; never ESTABLISHED, CLOSE-WAIT or a "
                + "half-closed reader"),
        new("time_wait_full", "SkipTimeWaitWhenFull", "evict",
            "a full TIME-WAIT table evicts the entry that expires soonest; skip: the newcomer goes straight to "
                + "CLOSED"),
        new("linger", "LingerMs", "off", "0: close aborts; more: close ends within that time, by abort if it must"),
    ];

    public static IReadOnlyList<string> Deviations { get; } =
    [
        "A FIN without data at RCV.NXT is accepted while the receive window is zero. RFC 9293 3.4 calls it unacceptable; a peer that has "
            + "nothing but its FIN left would otherwise repeat it until the window opens. `zero_window_fin strict` gives the letter (E11, E11b).",
        "RST in TIME-WAIT is ignored (RFC 1337 fix 1) where RFC 9293 3.10.7.4 lets it close the connection. `rfc1337 off` gives the letter "
            + "(G06, G07).",
        "An RST that answers our own challenge to a SYN clears a TIME-WAIT entry although RFC 1337 is on. `rst_after_challenge off` takes "
            + "it away (Z05).",
        "A SYN in any synchronized state draws a challenge ACK (RFC 5961 4.2), and an unacceptable one in TIME-WAIT too, where RFC 6191 "
            + "says to drop it (L06, L10).",
        "FIN-WAIT-2 after a full close is bounded, which RFC 9293 leaves out; half-closed it is not (C11, C16).",
        "MSL is 60 s by default instead of the 2 minutes of RFC 9293 3.4.2.",
        "Acknowledgements are immediate, one a segment; RFC 9293 3.8.6.3 allows that.",
    ];
}
