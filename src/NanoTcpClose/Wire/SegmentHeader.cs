// Invariant: plain values of one IPv4 packet with a TCP segment, in host order; one instance is reused for every packet.

namespace NanoTcpClose
{
    /// <summary>The header fields of one segment, as <see cref="SegmentCodec"/> reads and writes them. Not thread-safe.</summary>
    public sealed class SegmentHeader
    {
        /// <summary>Source IPv4 address, first octet on top.</summary>
        public uint Source;

        /// <summary>Destination IPv4 address, first octet on top.</summary>
        public uint Destination;

        /// <summary>SEG.SEQ.</summary>
        public uint Seq;

        /// <summary>SEG.ACK; meaningful with <see cref="TcpFlags.Ack"/>.</summary>
        public uint Ack;

        /// <summary>SEG.TSval (RFC 7323); meaningful with <see cref="HasTimestamps"/>.</summary>
        public uint TsVal;

        /// <summary>SEG.TSecr (RFC 7323); meaningful with <see cref="HasTimestamps"/>.</summary>
        public uint TsEcr;

        /// <summary>Source port.</summary>
        public int SourcePort;

        /// <summary>Destination port.</summary>
        public int DestinationPort;

        /// <summary>Control bits, <see cref="TcpFlags"/>.</summary>
        public int Flags;

        /// <summary>SEG.WND, not scaled.</summary>
        public int Window;

        /// <summary>Index of the first byte of data in the parsed buffer.</summary>
        public int PayloadOffset;

        /// <summary>Bytes of data.</summary>
        public int PayloadLength;

        /// <summary>Maximum segment size option, or 0 when absent.</summary>
        public int Mss;

        /// <summary>Whether the timestamps option is present.</summary>
        public bool HasTimestamps;
    }
}
