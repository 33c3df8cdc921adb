// Invariant: this table is the only place that says which state may follow which and why. CloseEngine.SetState obeys it,
// docs/transitions.md is made from it, ntc judges a board's log by it.

namespace NanoTcpClose
{
    /// <summary>The state diagram of RFC 9293 3.3.2 with the causes of every arrow.</summary>
    public static class TransitionTable
    {
        private const uint ActiveOpen = 1u << (int)TransitionCause.ActiveOpen;
        private const uint PassiveOpen = 1u << (int)TransitionCause.PassiveOpen;
        private const uint SynAcked = 1u << (int)TransitionCause.SynAcked;
        private const uint UserClose = 1u << (int)TransitionCause.UserClose;
        private const uint UserAbort = 1u << (int)TransitionCause.UserAbort;
        private const uint ShutdownWrite = 1u << (int)TransitionCause.ShutdownWrite;
        private const uint FinReceived = 1u << (int)TransitionCause.FinReceived;
        private const uint FinAcked = 1u << (int)TransitionCause.FinAcked;
        private const uint FinAndAck = 1u << (int)TransitionCause.FinAndAck;
        private const uint ResetReceived = 1u << (int)TransitionCause.ResetReceived;
        private const uint TimeWaitExpired = 1u << (int)TransitionCause.TimeWaitExpired;
        private const uint RetriesExhausted = 1u << (int)TransitionCause.RetriesExhausted;
        private const uint FinWait2Timeout = 1u << (int)TransitionCause.FinWait2Timeout;
        private const uint UserTimeout = 1u << (int)TransitionCause.UserTimeout;
        private const uint ReusedBySyn = 1u << (int)TransitionCause.ReusedBySyn;
        private const uint Evicted = 1u << (int)TransitionCause.Evicted;
        private const uint Overflow = 1u << (int)TransitionCause.Overflow;
        private const uint LingerExpired = 1u << (int)TransitionCause.LingerExpired;
        private const uint DataAfterClose = 1u << (int)TransitionCause.DataAfterClose;
        private const uint UnreadData = 1u << (int)TransitionCause.UnreadData;
        private const uint Refused = 1u << (int)TransitionCause.Refused;
        private const uint Fault = 1u << (int)TransitionCause.Fault;
        private const uint Ended = UserAbort | ResetReceived | RetriesExhausted | UserTimeout | Fault;

        private const int From = 28;
        private const int To = 24;

        /// <summary>One arrow a word: from in bits 28-31, to in bits 24-27 (TCP-MIB numbers), causes as a mask in bits 0-23.</summary>
        public static readonly uint[] Arrows =
        {
            ((uint)TcpState.Closed << From) | ((uint)TcpState.SynSent << To) | ActiveOpen,
            ((uint)TcpState.Listen << From) | ((uint)TcpState.SynReceived << To) | PassiveOpen | ReusedBySyn,
            ((uint)TcpState.SynSent << From) | ((uint)TcpState.Established << To) | SynAcked,
            ((uint)TcpState.SynSent << From) | ((uint)TcpState.SynReceived << To) | PassiveOpen,
            ((uint)TcpState.SynSent << From) | ((uint)TcpState.Closed << To) | Ended | UserClose | Refused,
            ((uint)TcpState.SynReceived << From) | ((uint)TcpState.Established << To) | SynAcked,
            ((uint)TcpState.SynReceived << From) | ((uint)TcpState.FinWait1 << To) | UserClose | ShutdownWrite,
            ((uint)TcpState.SynReceived << From) | ((uint)TcpState.Closed << To) | Ended | Refused | LingerExpired,
            ((uint)TcpState.Established << From) | ((uint)TcpState.FinWait1 << To) | UserClose | ShutdownWrite,
            ((uint)TcpState.Established << From) | ((uint)TcpState.CloseWait << To) | FinReceived,
            ((uint)TcpState.Established << From) | ((uint)TcpState.Closed << To)
                | UserAbort | ResetReceived | UserTimeout | UnreadData | DataAfterClose | Fault,
            ((uint)TcpState.FinWait1 << From) | ((uint)TcpState.FinWait2 << To) | FinAcked,
            ((uint)TcpState.FinWait1 << From) | ((uint)TcpState.Closing << To) | FinReceived,
            ((uint)TcpState.FinWait1 << From) | ((uint)TcpState.TimeWait << To) | FinAndAck,
            ((uint)TcpState.FinWait1 << From) | ((uint)TcpState.Closed << To)
                | Ended | LingerExpired | DataAfterClose | UnreadData | Overflow,
            ((uint)TcpState.FinWait2 << From) | ((uint)TcpState.TimeWait << To) | FinReceived,
            ((uint)TcpState.FinWait2 << From) | ((uint)TcpState.Closed << To)
                | UserAbort | ResetReceived | FinWait2Timeout | DataAfterClose | UnreadData | Overflow | Evicted | Fault,
            ((uint)TcpState.CloseWait << From) | ((uint)TcpState.LastAck << To) | UserClose | ShutdownWrite,
            ((uint)TcpState.CloseWait << From) | ((uint)TcpState.Closed << To) | Ended | UnreadData,
            ((uint)TcpState.Closing << From) | ((uint)TcpState.TimeWait << To) | FinAcked,
            ((uint)TcpState.Closing << From) | ((uint)TcpState.Closed << To) | Ended | LingerExpired | Overflow | Evicted,
            ((uint)TcpState.LastAck << From) | ((uint)TcpState.Closed << To) | Ended | FinAcked | LingerExpired | Evicted,
            ((uint)TcpState.TimeWait << From) | ((uint)TcpState.Closed << To)
                | TimeWaitExpired | UserAbort | ResetReceived | ReusedBySyn | Evicted,
        };

        /// <summary>Where the arrows of a state begin: a search starts at its own and finds a legal one soon.</summary>
        private static readonly byte[] s_first = { 0, 0, 1, 2, 5, 8, 11, 15, 17, 21, 19, 22, 23, 23, 23, 23 };

        /// <summary>Whether the diagram has this arrow with this cause. No allocation; any thread.</summary>
        /// <param name="from">The state that is left.</param>
        /// <param name="to">The state that is entered.</param>
        /// <param name="cause">The cause.</param>
        /// <returns>True if it is in <see cref="Arrows"/>.</returns>
        public static bool IsLegal(TcpState from, TcpState to, TransitionCause cause)
        {
            uint[] arrows = Arrows;
            uint pair = ((uint)from << 4) | (uint)to;
            for (int k = s_first[(int)from & 15]; k < arrows.Length; k++)
            {
                if (arrows[k] >> To == pair)
                {
                    return ((arrows[k] >> (int)cause) & 1) != 0;
                }
            }

            return false;
        }
    }
}
