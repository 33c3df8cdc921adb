using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Names for the status page; an enum's ToString gives a number on the board.</summary>
    internal static class StatusTexts
    {
        internal static string StateOf(int state)
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
                default: return "unknown";
            }
        }

        internal static string OutcomeOf(int outcome)
        {
            switch ((CloseOutcome)outcome)
            {
                case CloseOutcome.Complete: return "complete";
                case CloseOutcome.FinSent: return "fin-sent";
                case CloseOutcome.ByteLimit: return "byte-limit";
                case CloseOutcome.TimeLimit: return "time-limit";
                case CloseOutcome.PeerReset: return "peer-reset";
                case CloseOutcome.NotConnected: return "not-connected";
                case CloseOutcome.AlreadyClosed: return "aborted";
                default: return "unknown";
            }
        }

        /// <summary>0: both sides closed in order. 1: we did, and did not wait for the rest. 2: data or the connection was lost.</summary>
        internal static int GradeOf(int outcome)
        {
            switch ((CloseOutcome)outcome)
            {
                case CloseOutcome.Complete:
                    return 0;
                case CloseOutcome.FinSent:
                case CloseOutcome.NotConnected:
                    return 1;
                default:
                    return 2;
            }
        }

        /// <summary>The grade once more as a sign, for those who do not see its colour.</summary>
        internal static string MarkOf(int grade)
        {
            switch (grade)
            {
                case 0: return " &#10003;";
                case 1: return " &#8226;";
                default: return " &#10007;";
            }
        }

        internal static string CounterOf(int counter)
        {
            switch ((EngineCounter)counter)
            {
                case EngineCounter.SegmentsIn: return "segments-in";
                case EngineCounter.SegmentsOut: return "segments-out";
                case EngineCounter.BadChecksum: return "bad-checksum";
                case EngineCounter.OutOfWindow: return "out-of-window";
                case EngineCounter.ChallengeAcks: return "challenge-acks";
                case EngineCounter.ResetsSent: return "resets-sent";
                case EngineCounter.ResetsReceived: return "resets-received";
                case EngineCounter.Retransmissions: return "retransmissions";
                case EngineCounter.Evictions: return "evictions";
                case EngineCounter.TimeWaitOverflows: return "time-wait-overflows";
                case EngineCounter.DropsNoConnection: return "drops-no-connection";
                case EngineCounter.Truncated: return "truncated";
                case EngineCounter.NotForUs: return "not-for-us";
                case EngineCounter.BadHeader: return "bad-header";
                case EngineCounter.ChallengeLimited: return "challenge-limited";
                case EngineCounter.SendFailures: return "send-failures";
                case EngineCounter.Faults: return "faults";
                case EngineCounter.Opened: return "opened";
                case EngineCounter.Ended: return "ended";
                default: return "unknown";
            }
        }
    }
}
