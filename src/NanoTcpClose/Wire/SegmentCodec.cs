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
            if (length < 1)
            {
                return ParseResult.Truncated;
            }

            if (buffer[offset] >> 4 != 4)
            {
                return ParseResult.NotForUs;
            }

            if (length < IpLength)
            {
                return ParseResult.Truncated;
            }

            int ip = (buffer[offset] & 0x0F) * 4;
            int total = (buffer[offset + 2] << 8) | buffer[offset + 3];
            if (ip < IpLength || total < ip)
            {
                return ParseResult.BadHeader;
            }

            if (total > length)
            {
                return ParseResult.Truncated;
            }

            if (buffer[offset + 9] != Protocol || (((buffer[offset + 6] << 8) | buffer[offset + 7]) & 0x3FFF) != 0)
            {
                return ParseResult.NotForUs;
            }

            if (verifyChecksums && Fold(Sum(buffer, offset, ip, 0)) != 0xFFFF)
            {
                return ParseResult.BadChecksum;
            }

            return ParseTcp(buffer, offset, offset + ip, total - ip, header, verifyChecksums);
        }

        private static ParseResult ParseTcp(byte[] b, int ipAt, int at, int length, SegmentHeader header, bool verify)
        {
            if (length < TcpLength)
            {
                return ParseResult.Truncated;
            }

            int tcp = (b[at + 12] >> 4) * 4;
            if (tcp < TcpLength || tcp > length)
            {
                return ParseResult.BadHeader;
            }

            if (verify && Fold(Sum(b, at, length, Sum(b, ipAt + 12, 8, (uint)(Protocol + length)))) != 0xFFFF)
            {
                return ParseResult.BadChecksum;
            }

            header.Source = Read32(b, ipAt + 12);
            header.Destination = Read32(b, ipAt + 16);
            header.SourcePort = (b[at] << 8) | b[at + 1];
            header.DestinationPort = (b[at + 2] << 8) | b[at + 3];
            header.Seq = Read32(b, at + 4);
            header.Ack = Read32(b, at + 8);
            header.Flags = b[at + 13];
            header.Window = (b[at + 14] << 8) | b[at + 15];
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
            b[0] = 0x45;
            b[1] = 0;
            Write16(b, 2, total);
            Write16(b, 4, identification);
            Write16(b, 6, 0x4000);
            b[8] = 64;
            b[9] = Protocol;

            // The fixed headers are summed from the values, which saves reading their bytes again.
            uint addresses = Halves(header.Source) + Halves(header.Destination);
            Write16(b, 10, ~Fold(addresses + 0x4500 + 0x4000 + 0x4000 + Protocol + (uint)total + (uint)(identification & 0xFFFF)));
            Write32(b, 12, header.Source);
            Write32(b, 16, header.Destination);
            uint ports = ((uint)header.SourcePort << 16) | (uint)(header.DestinationPort & 0xFFFF);
            Write32(b, 20, ports);
            Write32(b, 24, header.Seq);
            Write32(b, 28, header.Ack);
            uint control = ((uint)tcp << 26) | ((uint)(header.Flags & 0xFF) << 16) | (uint)(header.Window & 0xFFFF);
            Write32(b, 32, control);
            Write32(b, 36, 0);
            if (tcp != TcpLength)
            {
                BuildOptions(b, header);
            }

            uint sum = addresses + Halves(ports) + Halves(header.Seq) + Halves(header.Ack) + Halves(control) + (uint)(Protocol + segment);
            Write16(b, 36, ~Fold(Sum(b, IpLength + TcpLength, segment - TcpLength, sum)));
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

        /// <summary>Adds 16-bit words in network order to a sum; at most 65,535 bytes, so 32 bits never overflow.</summary>
        private static uint Sum(byte[] b, int at, int length, uint sum)
        {
            int end = at + length - 1;
            for (; at < end; at += 2)
            {
                sum += (uint)((b[at] << 8) | b[at + 1]);
            }

            return at == end ? sum + ((uint)b[at] << 8) : sum;
        }

        private static uint Halves(uint value)
        {
            return (value >> 16) + (value & 0xFFFF);
        }

        private static int Fold(uint sum)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
            return (int)((sum & 0xFFFF) + (sum >> 16));
        }

        private static uint Read32(byte[] b, int at)
        {
            return ((uint)b[at] << 24) | ((uint)b[at + 1] << 16) | ((uint)b[at + 2] << 8) | b[at + 3];
        }

        private static void Write16(byte[] b, int at, int value)
        {
            b[at] = (byte)(value >> 8);
            b[at + 1] = (byte)value;
        }

        private static void Write32(byte[] b, int at, uint value)
        {
            b[at] = (byte)(value >> 24);
            b[at + 1] = (byte)(value >> 16);
            b[at + 2] = (byte)(value >> 8);
            b[at + 3] = (byte)value;
        }
    }
}
