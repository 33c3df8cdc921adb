// Invariant: ordinals travel in STATS records of the trace and never change; Count is the length of CloseEngine.Counters.

namespace NanoTcpClose
{
    /// <summary>Index into <c>CloseEngine.Counters</c>. Counters are 32 bits and wrap.</summary>
    public enum EngineCounter : byte
    {
        /// <summary>segments-in: well-formed segments handed to the engine.</summary>
        SegmentsIn = 0,

        /// <summary>segments-out: segments that the link took.</summary>
        SegmentsOut = 1,

        /// <summary>bad-checksum: packets dropped for an IPv4 or TCP checksum.</summary>
        BadChecksum = 2,

        /// <summary>out-of-window: segments with an unacceptable sequence number (RFC 9293 3.4), SYN and RST apart.</summary>
        OutOfWindow = 3,

        /// <summary>challenge-acks: answers to SYN, to an in-window RST, to an ACK out of range (RFC 5961).</summary>
        ChallengeAcks = 4,

        /// <summary>resets-sent.</summary>
        ResetsSent = 5,

        /// <summary>resets-received: exact RSTs that ended a connection.</summary>
        ResetsReceived = 6,

        /// <summary>retransmissions.</summary>
        Retransmissions = 7,

        /// <summary>evictions, of connections and of TIME-WAIT entries.</summary>
        Evictions = 8,

        /// <summary>time-wait-overflows.</summary>
        TimeWaitOverflows = 9,

        /// <summary>drops-no-connection: every segment without a connection.</summary>
        DropsNoConnection = 10,

        /// <summary>Packets too short or shorter than their own length fields.</summary>
        Truncated = 11,

        /// <summary>Packets that are not IPv4, not TCP, fragments, or not for our address.</summary>
        NotForUs = 12,

        /// <summary>Packets with an impossible header length or malformed TCP options.</summary>
        BadHeader = 13,

        /// <summary>Answers held back by a budget.</summary>
        ChallengeLimited = 14,

        /// <summary>Segments that the link refused.</summary>
        SendFailures = 15,

        /// <summary>Failed internal assertions.</summary>
        Faults = 16,

        /// <summary>Connections opened, active and passive.</summary>
        Opened = 17,

        /// <summary>Connections that reached CLOSED, whatever the way.</summary>
        Ended = 18,

        /// <summary>The number of counters.</summary>
        Count = 19,
    }
}
