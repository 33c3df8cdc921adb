// Invariant: ordinals travel in the trace (one byte) and never change; texts are those of the companion.

namespace NanoTcpClose
{
    /// <summary>Why a connection changed its state. One byte in the trace; at most 32 values, for they form bit masks.</summary>
    public enum TransitionCause : byte
    {
        /// <summary>No transition yet.</summary>
        None = 0,

        /// <summary>active-open: the user called connect (RFC 9293 3.10.1).</summary>
        ActiveOpen = 1,

        /// <summary>passive-open: a SYN met a listener (RFC 9293 3.10.7.2).</summary>
        PassiveOpen = 2,

        /// <summary>syn-acked: our SYN was acknowledged, the connection is synchronized.</summary>
        SynAcked = 3,

        /// <summary>user-close: CLOSE call (RFC 9293 3.10.4).</summary>
        UserClose = 4,

        /// <summary>user-abort: ABORT call (RFC 9293 3.10.5).</summary>
        UserAbort = 5,

        /// <summary>shutdown-write: half-close by the user (RFC 9293 3.6).</summary>
        ShutdownWrite = 6,

        /// <summary>fin-received: the peer's FIN was accepted in order.</summary>
        FinReceived = 7,

        /// <summary>fin-acked: our FIN was acknowledged.</summary>
        FinAcked = 8,

        /// <summary>fin-and-ack: one segment held the peer's FIN and the acknowledgement of ours.</summary>
        FinAndAck = 9,

        /// <summary>reset-received: an exact RST (RFC 5961 3.2).</summary>
        ResetReceived = 10,

        /// <summary>time-wait-expired: 2 x MSL are over.</summary>
        TimeWaitExpired = 11,

        /// <summary>retries-exhausted: R2 is over (RFC 9293 3.8.3).</summary>
        RetriesExhausted = 12,

        /// <summary>fin-wait-2-timeout: the peer's FIN never came after a full close.</summary>
        FinWait2Timeout = 13,

        /// <summary>user-timeout (RFC 9293 3.10.8).</summary>
        UserTimeout = 14,

        /// <summary>reused-by-syn: a new SYN took over a TIME-WAIT entry (RFC 6191, RFC 9293 3.6.1).</summary>
        ReusedBySyn = 15,

        /// <summary>evicted: the table was full and this one went.</summary>
        Evicted = 16,

        /// <summary>overflow: no room for a TIME-WAIT entry (time_wait_full skip).</summary>
        Overflow = 17,

        /// <summary>linger-expired: the linger time ran out before the FIN was acknowledged.</summary>
        LingerExpired = 18,

        /// <summary>data-after-close: new data came after a full close (RFC 9293 3.6.1).</summary>
        DataAfterClose = 19,

        /// <summary>unread-data: a full close with data that nobody read (RFC 9293 3.6.1).</summary>
        UnreadData = 20,

        /// <summary>refused: a RST answered our SYN.</summary>
        Refused = 21,

        /// <summary>fault: an internal assertion failed; the connection was aborted.</summary>
        Fault = 23,

        /// <summary>evidence: observe role only, a later segment settled a state that had been uncertain.</summary>
        Evidence = 24,
    }
}
