// Invariant: ordinals travel in NOTE records of the trace and never change.

namespace NanoTcpClose
{
    /// <summary>
    /// What the engine tells its host besides transitions. Each also becomes a NOTE record in the trace, except
    /// DataArrived.
    /// </summary>
    public enum CloseEvent : byte
    {
        /// <summary>
        /// close-wait-leak: no close call for close_wait_alarm since the peer's FIN. Raised once a connection.
        /// </summary>
        CloseWaitLeak = 1,

        /// <summary>evicted: this connection or TIME-WAIT entry made room for another.</summary>
        Evicted = 2,

        /// <summary>time-wait-overflow: no TIME-WAIT entry could be made (time_wait_full skip).</summary>
        TimeWaitOverflow = 3,

        /// <summary>reset-by-peer.</summary>
        ResetByPeer = 4,

        /// <summary>timed-out: R2, user timeout or FIN-WAIT-2 bound.</summary>
        TimedOut = 5,

        /// <summary>refused-full: an open was refused because the pool is full; the handle is 0.</summary>
        RefusedFull = 6,

        /// <summary>reused: a new SYN took over a TIME-WAIT entry; the handle is the new connection's.</summary>
        Reused = 7,

        /// <summary>
        /// challenge-limited: an answer was held back because the budget of this connection is spent.
        /// </summary>
        ChallengeLimited = 8,

        /// <summary>
        /// close-finished: once for each close call: our FIN is acknowledged, or the connection ended otherwise.
        /// </summary>
        CloseFinished = 9,

        /// <summary>established: the three-way handshake is complete.</summary>
        Established = 10,

        /// <summary>data-arrived: there is something new to read, or the end of data. Not traced.</summary>
        DataArrived = 11,

        /// <summary>linger-expired: the linger time ran out, the connection was aborted.</summary>
        LingerExpired = 12,

        /// <summary>last-slot: the last free connection slot was taken.</summary>
        LastSlot = 13,

        /// <summary>
        /// state-uncertain: observe role, the state may be another one; value 0: a segment has confirmed it.
        /// </summary>
        StateUncertain = 14,
    }
}
