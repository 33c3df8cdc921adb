// Invariant: plain values with their sources in docs/profiles.md; a profile says what a stack does, not what it
// should do.

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// How the stack under observation behaves where RFC 9293 leaves room or the stack does not follow it.
    /// </summary>
    public sealed class StackProfile
    {
        /// <summary>Number in HELLO records: 0 RFC, 1 lwIP, 2 Linux.</summary>
        public int Number;

        /// <summary>How long TIME-WAIT lasts, in milliseconds.</summary>
        public int TimeWaitMs = 240000;

        /// <summary>Bound of FIN-WAIT-2 after a full close, in milliseconds.</summary>
        public int FinWait2Ms = 240000;

        /// <summary>Bound of FIN-WAIT-1, CLOSING and LAST-ACK after a full close, in milliseconds.</summary>
        public int FinAckMs = 120000;

        /// <summary>Bound of LAST-ACK, in milliseconds.</summary>
        public int LastAckMs = 120000;

        /// <summary>Bound of SYN-RECEIVED, in milliseconds.</summary>
        public int SynReceivedMs = 180000;

        /// <summary>Step of the stack's timers, in milliseconds: a state may last this much longer.</summary>
        public int StepMs;

        /// <summary>
        /// FIN-WAIT-2, LAST-ACK and TIME-WAIT count from the last segment before close(), not from their entry.
        /// </summary>
        public bool CountsFromLastSegment;

        /// <summary>The ACK of a segment counts whatever its sequence number.</summary>
        public bool TakesAnyAck;

        /// <summary>The ACK of a segment that ends exactly at RCV.NXT counts, though it brings nothing new.</summary>
        public bool TakesAckOfRepeated;

        /// <summary>Every segment with ACK restarts TIME-WAIT, not the repeated FIN alone.</summary>
        public bool AnySegmentRestarts;

        /// <summary>A FIN restarts TIME-WAIT whatever its sequence number.</summary>
        public bool AnyFinRestarts;

        /// <summary>An exact RST ends TIME-WAIT (against RFC 1337).</summary>
        public bool ResetEndsTimeWait;

        /// <summary>After the peer's FIN a RST that stands right before it is taken as well.</summary>
        public bool TakesResetBeforeFin;

        /// <summary>A SYN above RCV.NXT to a listener takes TIME-WAIT over (RFC 9293 3.6.1).</summary>
        public bool SynReuses;

        /// <summary>
        /// A close over unread data resets in every state; else from ESTABLISHED and CLOSE-WAIT only.
        /// </summary>
        public bool UnreadAlwaysResets;

        /// <summary>
        /// Silence of a peer that owes an answer after which a state counts as uncertain, in milliseconds: the copy
        /// of the answer may have been lost.
        /// </summary>
        public int SilenceMs = 2000;

        /// <summary>CLOSE-WAIT longer than this is a leak, in milliseconds; 0: no alarm.</summary>
        public int CloseWaitAlarmMs = 30000;

        /// <summary>RFC 9293 as written: MSL 2 minutes.</summary>
        /// <returns>A new profile.</returns>
        public static StackProfile Rfc()
        {
            StackProfile profile = new StackProfile();
            profile.SynReuses = true;
            profile.UnreadAlwaysResets = true;
            return profile;
        }

        /// <summary>lwIP as nanoFramework ships it: MSL 60 s, FIN-WAIT-2 20 s, no reuse, steps of 500 ms.</summary>
        /// <returns>A new profile.</returns>
        public static StackProfile Lwip()
        {
            StackProfile profile = new StackProfile();
            profile.Number = 1;
            profile.TimeWaitMs = 120000;
            profile.FinWait2Ms = 20000;
            profile.FinAckMs = 2300000;
            profile.SynReceivedMs = 20000;
            profile.StepMs = 500;
            profile.CountsFromLastSegment = true;
            profile.TakesAnyAck = true;
            profile.AnyFinRestarts = true;
            return profile;
        }

        /// <summary>Linux: TIME-WAIT 60 s, FIN-WAIT-2 60 s without a user, reuse by a newer SYN.</summary>
        /// <returns>A new profile.</returns>
        public static StackProfile Linux()
        {
            StackProfile profile = new StackProfile();
            profile.Number = 2;
            profile.TimeWaitMs = 60000;
            profile.FinWait2Ms = 60000;
            profile.FinAckMs = 120000;
            profile.SynReceivedMs = 63000;
            profile.StepMs = 2100;
            profile.TakesAckOfRepeated = true;
            profile.AnySegmentRestarts = true;
            profile.ResetEndsTimeWait = true;
            profile.TakesResetBeforeFin = true;
            profile.SynReuses = true;
            profile.UnreadAlwaysResets = true;
            return profile;
        }
    }
}
