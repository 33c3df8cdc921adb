// Invariant: the words of the text skin; those of the companion are the same.

namespace NanoTcpClose
{
    /// <summary>States and causes as the text skin spells them.</summary>
    internal static class TraceWords
    {
        /// <summary>One letter for each record type, by number; '?' is unused.</summary>
        internal const string Types = "HTOSKDFXN???????";

        internal static string State(int state)
        {
            switch ((TcpState)state)
            {
                case TcpState.Closed: return "CLOSED";
                case TcpState.Listen: return "LISTEN";
                case TcpState.SynSent: return "SYN-SENT";
                case TcpState.SynReceived: return "SYN-RECEIVED";
                case TcpState.Established: return "ESTABLISHED";
                case TcpState.FinWait1: return "FIN-WAIT-1";
                case TcpState.FinWait2: return "FIN-WAIT-2";
                case TcpState.CloseWait: return "CLOSE-WAIT";
                case TcpState.LastAck: return "LAST-ACK";
                case TcpState.Closing: return "CLOSING";
                case TcpState.TimeWait: return "TIME-WAIT";
                default: return "?";
            }
        }

        internal static string Cause(int cause)
        {
            switch ((TransitionCause)cause)
            {
                case TransitionCause.ActiveOpen: return "active-open";
                case TransitionCause.PassiveOpen: return "passive-open";
                case TransitionCause.SynAcked: return "syn-acked";
                case TransitionCause.UserClose: return "user-close";
                case TransitionCause.UserAbort: return "user-abort";
                case TransitionCause.ShutdownWrite: return "shutdown-write";
                case TransitionCause.FinReceived: return "fin-received";
                case TransitionCause.FinAcked: return "fin-acked";
                case TransitionCause.FinAndAck: return "fin-and-ack";
                case TransitionCause.ResetReceived: return "reset-received";
                case TransitionCause.TimeWaitExpired: return "time-wait-expired";
                case TransitionCause.RetriesExhausted: return "retries-exhausted";
                case TransitionCause.FinWait2Timeout: return "fin-wait-2-timeout";
                case TransitionCause.UserTimeout: return "user-timeout";
                case TransitionCause.ReusedBySyn: return "reused-by-syn";
                case TransitionCause.Evicted: return "evicted";
                case TransitionCause.Overflow: return "overflow";
                case TransitionCause.LingerExpired: return "linger-expired";
                case TransitionCause.DataAfterClose: return "data-after-close";
                case TransitionCause.UnreadData: return "unread-data";
                case TransitionCause.Refused: return "refused";
                case TransitionCause.Fault: return "fault";
                case TransitionCause.Evidence: return "evidence";
                default: return "none";
            }
        }
    }
}
