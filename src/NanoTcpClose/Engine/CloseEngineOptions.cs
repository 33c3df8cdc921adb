// Invariant: names and defaults are those of the close scripts (docs/conformance.md); the constructor of CloseEngine checks the ranges.

using System;

namespace NanoTcpClose
{
    /// <summary>
    /// The policies and capacities of a <see cref="CloseEngine"/>. Times are in milliseconds, at most 67,108,863: 18
    /// hours. The engine copies them in its constructor; later changes have no effect.
    /// </summary>
    public sealed class CloseEngineOptions
    {
        /// <summary>Maximum segment lifetime; TIME-WAIT lasts twice that (RFC 9293 3.4.2). At least 1.</summary>
        public int MslMs = 60000;

        /// <summary>Bound of FIN-WAIT-2 after a full close, from the later of entering the state and the full close. At least 1.</summary>
        public int FinWait2TimeoutMs = 60000;

        /// <summary>R2: give up a FIN or data that is not acknowledged, from its first transmission (RFC 9293 3.8.3). At least 1.</summary>
        public int R2Ms = 120000;

        /// <summary>Retransmission timeout before the first round-trip sample (RFC 6298 2.1). At least 1.</summary>
        public int RtoInitialMs = 1000;

        /// <summary>Lower bound of the retransmission timeout (RFC 6298 2.4). At least 1.</summary>
        public int RtoMinMs = 1000;

        /// <summary>Upper bound of the retransmission timeout (RFC 6298 2.5). At least 1.</summary>
        public int RtoMaxMs = 60000;

        /// <summary>User timeout from the first unacknowledged transmission (RFC 9293 3.10.8); 0 is off.</summary>
        public int UserTimeoutMs;

        /// <summary>CLOSE-WAIT without a close call for this long raises <see cref="CloseEvent.CloseWaitLeak"/> once; 0 is off.</summary>
        public int CloseWaitAlarmMs = 60000;

        /// <summary>Linger: negative is off, 0 aborts at close, more aborts when our FIN is not acknowledged in that time.</summary>
        public int LingerMs = -1;

        /// <summary>Challenge period of one connection.</summary>
        public int ChallengePeriodMs = 500;

        /// <summary>Challenge ACKs and ACKs of unacceptable segments per connection and period (RFC 5961 7). 0 to 254; 254: no limit.</summary>
        public int ChallengeBudget = 1;

        /// <summary>Bound on the same over the whole engine, per second.</summary>
        public int ChallengeTotal = 100;

        /// <summary>Bound on resets for segments that match no connection, per second.</summary>
        public int ResetBudget = 100;

        /// <summary>RST in TIME-WAIT is ignored (RFC 1337); false: an exact RST closes.</summary>
        public bool Rfc1337 = true;

        /// <summary>With <see cref="Rfc1337"/>: an exact RST within 10 s after our challenge ACK to a SYN clears the TIME-WAIT entry.</summary>
        public bool RstAfterChallenge = true;

        /// <summary>An acceptable SYN may take over a TIME-WAIT entry if a listener exists (RFC 6191, RFC 9293 3.6.1).</summary>
        public bool SynReuse = true;

        /// <summary>A FIN without data at RCV.NXT is refused while the receive window is zero; false: it is accepted.</summary>
        public bool ZeroWindowFinStrict;

        /// <summary>Data after shutdown-read is answered by a RST; false: it is taken, dropped and acknowledged.</summary>
        public bool ShutdownReadReset;

        /// <summary>A full close with unread data drops them and sends FIN; false: RST (RFC 9293 3.6.1).</summary>
        public bool DrainUnreadAtClose;

        /// <summary>A full pool evicts LAST-ACK, then CLOSING, then orphaned FIN-WAIT-2, the longest in its state first.</summary>
        public bool EvictClosing;

        /// <summary>A full TIME-WAIT table sends the newcomer straight to CLOSED; false: the entry that expires soonest is evicted.</summary>
        public bool SkipTimeWaitWhenFull;

        /// <summary>Offer and accept timestamps (RFC 7323). Costs 8 bytes a connection and 4 a TIME-WAIT entry.</summary>
        public bool Timestamps;

        /// <summary>Write a SEGMENT record for every segment of a connection.</summary>
        public bool TraceSegments = true;

        /// <summary>Initial sequence numbers start at <see cref="Isn"/> and grow by 0x10000 an open; false: RFC 6528.</summary>
        public bool FixedIsn;

        /// <summary>First initial sequence number with <see cref="FixedIsn"/>.</summary>
        public uint Isn = 0x1000;

        /// <summary>First half of the secret of RFC 6528; fill it with random bits at every boot.</summary>
        public uint Secret0;

        /// <summary>Second half of the secret of RFC 6528.</summary>
        public uint Secret1;

        /// <summary>Connection slots, 1 to 32767. SYN-RECEIVED and SYN-SENT take one, TIME-WAIT does not.</summary>
        public int Connections = 16;

        /// <summary>TIME-WAIT entries, 0 to 65534 less the connections.</summary>
        public int TimeWaitEntries = 16;

        /// <summary>Ports that can be listened on at a time, 0 to 255.</summary>
        public int Listeners = 8;

        /// <summary>Receive buffer of a connection in bytes and so its largest window, 0 to 65535.</summary>
        public int ReceiveBuffer = 1024;

        /// <summary>Send buffer of a connection in bytes, 0 to 65535.</summary>
        public int SendBuffer = 1024;

        /// <summary>Largest segment that we send and announce, 64 to 65495 bytes of data (RFC 9293 3.7.1).</summary>
        public int Mss = 536;

        /// <summary>A copy. Fields are tested together: what is out of range sets a bit that nothing allowed has.</summary>
        internal CloseEngineOptions Checked()
        {
            int times = (MslMs - 1) | (FinWait2TimeoutMs - 1) | (R2Ms - 1) | (RtoInitialMs - 1) | (RtoMinMs - 1)
                | (RtoMaxMs - 1) | (ChallengePeriodMs - 1) | UserTimeoutMs | CloseWaitAlarmMs
                | (LingerMs < 0 ? 0 : LingerMs);
            int excess = (times >> 26) | ((ReceiveBuffer | SendBuffer) >> 16) | (Listeners >> 8)
                | ((ChallengeTotal | ResetBudget) >> 31);
            bool good = excess == 0 && CloseEngine.InRange(Connections, 1, 32767)
                && CloseEngine.InRange(TimeWaitEntries, 0, 65534 - Connections)
                && CloseEngine.InRange(Mss, 64, 65495) && CloseEngine.InRange(ChallengeBudget, 0, 254);
            if (!good)
            {
                throw new ArgumentOutOfRangeException();
            }

            return (CloseEngineOptions)MemberwiseClone();
        }
    }
}
