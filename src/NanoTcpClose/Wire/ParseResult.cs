// Invariant: one value for each reason that a packet is dropped; each has its counter in EngineCounter.

namespace NanoTcpClose
{
    /// <summary>What <see cref="SegmentCodec.Parse"/> found.</summary>
    public enum ParseResult : byte
    {
        /// <summary>A well-formed TCP segment.</summary>
        Ok = 0,

        /// <summary>Shorter than its headers, or than the total length that it names.</summary>
        Truncated = 1,

        /// <summary>Not IPv4, not TCP, or a fragment.</summary>
        NotForUs = 2,

        /// <summary>An impossible header length or malformed TCP options.</summary>
        BadHeader = 3,

        /// <summary>The IPv4 or the TCP checksum is wrong.</summary>
        BadChecksum = 4,
    }
}
