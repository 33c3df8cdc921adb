// Invariant: Parse reads nothing outside offset..offset+length and accepts only packets whose every length fits; Build writes a
// packet that Parse accepts. One pass over the headers, one over the bytes behind them. No allocation, any thread with its
// own header.
// The machine keeps the least significant byte of a word first, as every processor that nanoFramework runs on does.

using System;

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

            // Two words at a time, each read once, as they stand in memory (least significant byte first): they are fields,
            // and they are parts of the checksum, which comes out alike in either order (RFC 1071 2, B). A sum of words
            // folds to that of halves.
            ulong pair = BitConverter.ToUInt64(b, at);
            uint first = (uint)pair;
            uint fragment = (uint)(pair >> 32);
            if ((first & 0xF0) != 0x40)
            {
                return ParseResult.NotForUs;
            }

            int ip = (int)(first & 0x0F) << 2;
            int total = (int)(((first >> 8) & 0xFF00) | (first >> 24));
            if (ip < IpLength || total < ip)
            {
                return ParseResult.BadHeader;
            }

            if (total > length)
            {
                return ParseResult.Truncated;
            }

            pair = BitConverter.ToUInt64(b, at + 8);
            uint protocol = (uint)pair;
            uint source = (uint)(pair >> 32);
            if (((protocol >> 8) & 0xFF) != Protocol || (fragment & 0xFF3F0000) != 0)
            {
                return ParseResult.NotForUs;
            }

            uint destination = BitConverter.ToUInt32(b, at + 16);
            ulong addresses = (ulong)source + destination;
            if (verifyChecksums)
            {
                ulong sum = addresses + first + fragment + protocol;
                if (Fold(ip == IpLength ? sum : Sum(b, at + IpLength, ip - IpLength, sum)) != 0xFFFF)
                {
                    return ParseResult.BadChecksum;
                }
            }

            header.Source = Swap(source);
            header.Destination = Swap(destination);
            return ParseTcp(b, at + ip, total - ip, header, verifyChecksums, addresses);
        }

        private static ParseResult ParseTcp(byte[] b, int at, int length, SegmentHeader header, bool verify, ulong addresses)
        {
            if (length < TcpLength)
            {
                return ParseResult.Truncated;
            }

            ulong pair = BitConverter.ToUInt64(b, at + 12);
            uint control = (uint)pair;
            uint check = (uint)(pair >> 32);
            int tcp = (int)(control & 0xF0) >> 2;
            if (tcp < TcpLength || tcp > length)
            {
                return ParseResult.BadHeader;
            }

            uint ports = BitConverter.ToUInt32(b, at);
            pair = BitConverter.ToUInt64(b, at + 4);
            uint seq = (uint)pair;
            uint ack = (uint)(pair >> 32);
            if (verify)
            {
                // The pseudo header: addresses, protocol and length, the last two with their bytes in order of memory.
                ulong sum = addresses + (uint)(((Protocol + length) & 0xFF) << 8) + (uint)((Protocol + length) >> 8)
                    + ports + seq + ack + control + check;
                if (Fold(length == TcpLength ? sum : Sum(b, at + TcpLength, length - TcpLength, sum)) != 0xFFFF)
                {
                    return ParseResult.BadChecksum;
                }
            }

            header.SourcePort = (int)(((ports & 0xFF) << 8) | ((ports >> 8) & 0xFF));
            header.DestinationPort = (int)(((ports >> 8) & 0xFF00) | (ports >> 24));
            header.Seq = Swap(seq);
            header.Ack = Swap(ack);
            header.Flags = (int)(control >> 8) & 0xFF;
            header.Window = (int)(((control >> 8) & 0xFF00) | (control >> 24));
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
                    header.TsVal = Swap(BitConverter.ToUInt32(b, at + 2));
                    header.TsEcr = Swap(BitConverter.ToUInt32(b, at + 6));
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
            int options = BuildOptions(buffer, header.Mss, header.HasTimestamps, header.TsVal, header.TsEcr);
            uint ports = ((uint)header.SourcePort << 16) | (uint)(header.DestinationPort & 0xFFFF);
            return BuildFixed(
                buffer, header.Source, header.Destination, ports, header.Seq, header.Ack, header.Flags, header.Window,
                options, header.PayloadLength, identification);
        }

        /// <summary>The fixed headers, summed from their values; options and payload stand behind them already.</summary>
        internal static int BuildFixed(
            byte[] buffer, uint source, uint destination, uint ports, uint seq, uint ack, int flags, int window, int options,
            int payload, int identification)
        {
            byte[] b = buffer;
            int behind = options + payload;
            uint control = ((uint)(TcpLength + options) << 26) | ((uint)(flags & 0xFF) << 16) | (uint)(window & 0xFFFF);
            uint first = 0x45000000 | (uint)(IpLength + TcpLength + behind);
            uint fragment = ((uint)identification << 16) | DoNotFragment;
            ulong addresses = (ulong)source + destination;
            Write64(b, 0, first, fragment);
            Write64(b, 8, TtlAndProtocol | (uint)(Fold(addresses + first + fragment + TtlAndProtocol) ^ 0xFFFF), source);
            Write64(b, 16, destination, ports);
            Write64(b, 24, seq, ack);
            ulong sum = addresses + (uint)(Protocol + TcpLength + behind) + ports + seq + ack + control;
            if (behind != 0)
            {
                int folded = Fold(Sum(b, IpLength + TcpLength, behind, 0));
                sum += (uint)(((folded & 0xFF) << 8) | (folded >> 8));
            }

            Write64(b, 32, control, (uint)(Fold(sum) ^ 0xFFFF) << 16);
            return IpLength + TcpLength + behind;
        }

        /// <summary>Writes the options to their place; their length.</summary>
        internal static int BuildOptions(byte[] b, int mss, bool timestamps, uint value, uint echo)
        {
            int at = IpLength + TcpLength;
            if (mss > 0)
            {
                Write32(b, at, (OptionMss << 24) | (4 << 16) | (uint)(mss & 0xFFFF));
                at += 4;
            }

            if (timestamps)
            {
                Write32(b, at, (OptionNop << 24) | (OptionNop << 16) | (OptionTimestamps << 8) | 10);
                Write64(b, at + 4, value, echo);
                at += 12;
            }

            return at - IpLength - TcpLength;
        }

        /// <summary>Adds words as they stand in memory to a sum; a byte that is left over counts as the first of a word.</summary>
        private static ulong Sum(byte[] b, int at, int length, ulong sum)
        {
            int end = at + length;
            for (; at <= end - 4; at += 4)
            {
                sum += BitConverter.ToUInt32(b, at);
            }

            for (int shift = 0; at < end; at++, shift += 8)
            {
                sum += (uint)b[at] << shift;
            }

            return sum;
        }

        /// <summary>The 16-bit sum with end-around carry of a sum of fewer than 65,536 words of 32 bits.</summary>
        private static int Fold(ulong sum)
        {
            uint low = (uint)sum;
            uint folded = (low & 0xFFFF) + (low >> 16) + (uint)(sum >> 32);
            folded = (folded & 0xFFFF) + (folded >> 16);
            return (int)((folded & 0xFFFF) + (folded >> 16));
        }

        private static uint Swap(uint value)
        {
#if NANOFRAMEWORK_1_0
            uint halves = (value >> 16) | (value << 16);
            return ((halves & 0xFF00FF00) >> 8) | ((halves & 0x00FF00FF) << 8);
#else
            return NetworkOrder.Swap(value);
#endif
        }

        private static void Write64(byte[] b, int at, uint high, uint low)
        {
#if NANOFRAMEWORK_1_0
            b[at] = (byte)(high >> 24);
            b[at + 1] = (byte)(high >> 16);
            b[at + 2] = (byte)(high >> 8);
            b[at + 3] = (byte)high;
            b[at + 4] = (byte)(low >> 24);
            b[at + 5] = (byte)(low >> 16);
            b[at + 6] = (byte)(low >> 8);
            b[at + 7] = (byte)low;
#else
            NetworkOrder.Write(b, at, ((ulong)high << 32) | low);
#endif
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
