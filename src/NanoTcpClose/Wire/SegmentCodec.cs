// Invariant: Parse reads nothing outside offset..offset+length and accepts only packets whose every length fits; Build writes a
// packet that Parse accepts. One pass over the headers, one over the bytes for the checksum. No allocation, any thread with its own header.

namespace NanoTcpClose
{
    /// <summary>IPv4 (RFC 791) and TCP (RFC 9293 3.1) headers with checksums and the options MSS and timestamps (RFC 7323).</summary>
    public static class SegmentCodec
    {
        private const int IpLength = 20;
        private const int TcpLength = 20;
        private const int Protocol = 6;
        private const uint DoNotFragment = 0x4000;
        private const uint TtlAndProtocol = (64u << 24) | (Protocol << 16);
        private const int OptionEnd = 0;
        private const int OptionNop = 1;
        private const int OptionMss = 2;
        private const int OptionTimestamps = 8;

        /// <summary>Bytes of the headers that <see cref="Build"/> writes; the payload must stand behind them.</summary>
        /// <param name="mss">The MSS option's value; 0: no option.</param>
        /// <param name="timestamps">Whether the timestamps option is written.</param>
        /// <returns>40 to 56.</returns>
        public static int HeaderLength(int mss, bool timestamps)
        {
            return IpLength + TcpLength + (mss > 0 ? 4 : 0) + (timestamps ? 12 : 0);
        }

        /// <summary>Reads one packet. Bytes behind the packet's own total length are ignored (link padding).</summary>
        /// <param name="buffer">Holds the packet.</param>
        /// <param name="offset">Where it begins.</param>
        /// <param name="length">Bytes that are there.</param>
        /// <param name="header">Filled; its content is undefined unless the result is Ok.</param>
        /// <param name="verifyChecksums">False where a sending host left the checksums to its hardware (loopback).</param>
        /// <returns>Ok, or why the packet was refused.</returns>
        public static ParseResult Parse(byte[] buffer, int offset, int length, SegmentHeader header, bool verifyChecksums)
        {
            byte[] b = buffer;
            int at = offset;
            if (length < IpLength)
            {
                return length > 0 && b[at] >> 4 != 4 ? ParseResult.NotForUs : ParseResult.Truncated;
            }

            // Every word is read once: it is a field, and it is a part of the checksum. A sum of words folds to that of halves.
            uint first = Read32(b, at);
            if (first >> 28 != 4)
            {
                return ParseResult.NotForUs;
            }

            int ip = (int)(first >> 22) & 0x3C;
            int total = (int)(first & 0xFFFF);
            if (ip < IpLength || total < ip)
            {
                return ParseResult.BadHeader;
            }

            if (total > length)
            {
                return ParseResult.Truncated;
            }

            uint fragment = Read32(b, at + 4);
            uint protocol = Read32(b, at + 8);
            if (((protocol >> 16) & 0xFF) != Protocol || (fragment & 0x3FFF) != 0)
            {
                return ParseResult.NotForUs;
            }

            uint source = Read32(b, at + 12);
            uint destination = Read32(b, at + 16);
            ulong addresses = (ulong)source + destination;
            if (verifyChecksums)
            {
                ulong sum = addresses + first + fragment + protocol;
                if (Fold(ip == IpLength ? sum : Sum(b, at + IpLength, ip - IpLength, sum)) != 0xFFFF)
                {
                    return ParseResult.BadChecksum;
                }
            }

            header.Source = source;
            header.Destination = destination;
            return ParseTcp(b, at + ip, total - ip, header, verifyChecksums, addresses);
        }

        private static ParseResult ParseTcp(byte[] b, int at, int length, SegmentHeader header, bool verify, ulong addresses)
        {
            if (length < TcpLength)
            {
                return ParseResult.Truncated;
            }

            uint control = Read32(b, at + 12);
            int tcp = (int)(control >> 26) & 0x3C;
            if (tcp < TcpLength || tcp > length)
            {
                return ParseResult.BadHeader;
            }

            uint ports = Read32(b, at);
            uint seq = Read32(b, at + 4);
            uint ack = Read32(b, at + 8);
            if (verify)
            {
                ulong sum = addresses + (uint)(Protocol + length) + ports + seq + ack + control + Read32(b, at + 16);
                if (Fold(length == TcpLength ? sum : Sum(b, at + TcpLength, length - TcpLength, sum)) != 0xFFFF)
                {
                    return ParseResult.BadChecksum;
                }
            }

            header.SourcePort = (int)(ports >> 16);
            header.DestinationPort = (int)(ports & 0xFFFF);
            header.Seq = seq;
            header.Ack = ack;
            header.Flags = (int)(control >> 16) & 0xFF;
            header.Window = (int)(control & 0xFFFF);
            header.PayloadOffset = at + tcp;
            header.PayloadLength = length - tcp;
            header.Mss = 0;
            header.HasTimestamps = false;
            return tcp == TcpLength || ParseOptions(b, at + TcpLength, at + tcp, header) ? ParseResult.Ok : ParseResult.BadHeader;
        }

        private static bool ParseOptions(byte[] b, int at, int end, SegmentHeader header)
        {
            while (at < end)
            {
                int kind = b[at];
                if (kind == OptionEnd)
                {
                    return true;
                }

                if (kind == OptionNop)
                {
                    at++;
                    continue;
                }

                int size = at + 1 < end ? b[at + 1] : 0;
                if (size < 2 || at + size > end)
                {
                    return false;
                }

                if (kind == OptionMss && size == 4)
                {
                    header.Mss = (b[at + 2] << 8) | b[at + 3];
                }
                else if (kind == OptionTimestamps && size == 10)
                {
                    header.HasTimestamps = true;
                    header.TsVal = Read32(b, at + 2);
                    header.TsEcr = Read32(b, at + 6);
                }
                else if (kind == OptionMss || kind == OptionTimestamps)
                {
                    return false;
                }

                at += size;
            }

            return true;
        }

        /// <summary>Writes the headers of a packet to index 0; the payload stands at <see cref="HeaderLength"/> already.</summary>
        /// <param name="buffer">At least header and payload long.</param>
        /// <param name="header">What to write; PayloadOffset is not used.</param>
        /// <param name="identification">IPv4 identification, 16 bits.</param>
        /// <returns>The packet's length in bytes.</returns>
        public static int Build(byte[] buffer, SegmentHeader header, int identification)
        {
            byte[] b = buffer;
            int tcp = HeaderLength(header.Mss, header.HasTimestamps) - IpLength;
            int segment = tcp + header.PayloadLength;
            int total = IpLength + segment;
            uint source = header.Source;
            uint destination = header.Destination;
            uint ports = ((uint)header.SourcePort << 16) | (uint)(header.DestinationPort & 0xFFFF);
            uint control = ((uint)tcp << 26) | ((uint)(header.Flags & 0xFF) << 16) | (uint)(header.Window & 0xFFFF);
            uint first = 0x45000000 | (uint)total;
            uint fragment = ((uint)identification << 16) | DoNotFragment;

            // The fixed headers are summed from the values, which saves reading their bytes again.
            ulong addresses = (ulong)source + destination;
            Write32(b, 0, first);
            Write32(b, 4, fragment);
            Write32(b, 8, TtlAndProtocol | (uint)(Fold(addresses + first + fragment + TtlAndProtocol) ^ 0xFFFF));
            Write32(b, 12, source);
            Write32(b, 16, destination);
            Write32(b, 20, ports);
            Write32(b, 24, header.Seq);
            Write32(b, 28, header.Ack);
            Write32(b, 32, control);
            ulong sum = addresses + (uint)(Protocol + segment) + ports + header.Seq + header.Ack + control;
            if (segment != TcpLength)
            {
                BuildOptions(b, header);
                sum = Sum(b, IpLength + TcpLength, segment - TcpLength, sum);
            }

            Write32(b, 36, (uint)(Fold(sum) ^ 0xFFFF) << 16);
            return total;
        }

        private static void BuildOptions(byte[] b, SegmentHeader header)
        {
            int at = IpLength + TcpLength;
            if (header.Mss > 0)
            {
                b[at] = OptionMss;
                b[at + 1] = 4;
                Write16(b, at + 2, header.Mss);
                at += 4;
            }

            if (header.HasTimestamps)
            {
                b[at] = OptionNop;
                b[at + 1] = OptionNop;
                b[at + 2] = OptionTimestamps;
                b[at + 3] = 10;
                Write32(b, at + 4, header.TsVal);
                Write32(b, at + 8, header.TsEcr);
            }
        }

        /// <summary>Adds 16-bit words in network order to a sum.</summary>
        private static ulong Sum(byte[] b, int at, int length, ulong sum)
        {
            // At most 65,535 bytes, so 32 bits never overflow.
            uint part = 0;
            int end = at + length - 1;
            for (; at < end; at += 2)
            {
                part += (uint)((b[at] << 8) | b[at + 1]);
            }

            return sum + (at == end ? part + ((uint)b[at] << 8) : part);
        }

        /// <summary>The 16-bit sum with end-around carry of a sum of fewer than 65,536 words of 32 bits.</summary>
        private static int Fold(ulong sum)
        {
            uint low = (uint)sum;
            uint folded = (low & 0xFFFF) + (low >> 16) + (uint)(sum >> 32);
            folded = (folded & 0xFFFF) + (folded >> 16);
            return (int)((folded & 0xFFFF) + (folded >> 16));
        }

        private static uint Read32(byte[] b, int at)
        {
#if NANOFRAMEWORK_1_0
            return ((uint)b[at] << 24) | ((uint)b[at + 1] << 16) | ((uint)b[at + 2] << 8) | b[at + 3];
#else
            return NetworkOrder.Read(b, at);
#endif
        }

        private static void Write16(byte[] b, int at, int value)
        {
            b[at] = (byte)(value >> 8);
            b[at + 1] = (byte)value;
        }

        private static void Write32(byte[] b, int at, uint value)
        {
#if NANOFRAMEWORK_1_0
            b[at] = (byte)(value >> 24);
            b[at + 1] = (byte)(value >> 16);
            b[at + 2] = (byte)(value >> 8);
            b[at + 3] = (byte)value;
#else
            NetworkOrder.Write(b, at, value);
#endif
        }
    }
}
