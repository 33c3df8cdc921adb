// Invariant: what leaves is whole records, each behind a check: 00 COBS(body, CRC-16/CCITT-FALSE) 00 in the binary skin, a line of
// at most 80 characters in the text skin. A record that does not fit the budget stays for the next pass.

using System;

namespace NanoTcpClose
{
    public sealed partial class TraceRing
    {
        private const int MaxTextLine = 80;
        private const int TextRoom = 112;
        private const int StatsTail = 28;

        /// <summary>Encodes waiting records, oldest first. No allocation.</summary>
        /// <param name="output">Where the bytes go, from index 0.</param>
        /// <param name="budget">Bytes at most; at least 132 lets any record through.</param>
        /// <param name="textSkin">True: ASCII lines; false: binary frames.</param>
        /// <returns>Bytes written; 0 when nothing waits or the next record does not fit.</returns>
        public int Drain(byte[] output, int budget, bool textSkin)
        {
            int limit = budget < output.Length ? budget : output.Length;
            int at = 0;
            while (!IsEmpty)
            {
                bool drop = _dropsPending != 0;
                int length = drop ? MakeDrop() : Peek();
                if (limit - at < (textSkin ? TextRoom : length + (at == 0 ? 5 : 4)))
                {
                    return at;
                }

                at = textSkin ? WriteLine(output, at, length) : WriteFrame(output, at, length);
                if (drop)
                {
                    _dropsPending = 0;
                }
                else
                {
                    Forget(length);
                }
            }

            return at;
        }

        /// <summary>Makes the oldest record the body.</summary>
        private int Peek()
        {
            uint[] ring = _ring;
            int at = Oldest();
            int length = (int)(ring[at] >> 24);
            _body[0] = (byte)(Version | (int)((ring[at] >> 16) & 15));
            _length = 1;
            Put16((int)ring[at]);
            for (at++; _length < length; at++)
            {
                Put32(ring[at]);
            }

            return length;
        }

        /// <summary>DROP (12 bytes): it has the number and time of the last record that went, and says how many went.</summary>
        private int MakeDrop()
        {
            _body[0] = Version | 5;
            _length = 1;
            Put16(_dropSequence);
            Put32(_dropTick);
            Put32(_dropsPending);
            Put8(1);
            return _length;
        }

        /// <summary>CRC-16/CCITT-FALSE, a byte at a time without a table.</summary>
        private static int Crc(byte[] data, int at, int length)
        {
            int crc = 0xFFFF;
            for (int end = at + length; at < end; at++)
            {
                int x = (crc >> 8) ^ data[at];
                x ^= x >> 4;
                crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xFFFF;
            }

            return crc;
        }

        /// <summary>COBS: each zero becomes the distance to the next one, so a zero byte only ever ends a frame.</summary>
        private int WriteFrame(byte[] output, int at, int length)
        {
            byte[] body = _body;
            int crc = Crc(body, 0, length);
            body[length] = (byte)crc;
            body[length + 1] = (byte)(crc >> 8);
            length += 2;
            if (at == 0)
            {
                output[at++] = 0;
            }

            int code = at++;
            for (int k = 0; k < length; k++)
            {
                byte value = body[k];
                if (value != 0)
                {
                    output[at++] = value;
                }
                else
                {
                    output[code] = (byte)(at - code);
                    code = at++;
                }
            }

            output[code] = (byte)(at - code);
            output[at] = 0;
            return at + 1;
        }

        /// <summary>~NTC1 type sequence tick fields*crc: transitions in words, the other records' fields in base 64.</summary>
        private int WriteLine(byte[] output, int at, int length)
        {
            int start = PutText(output, at, "~NTC1");
            int type = _body[0] & 15;
            if (type == 7)
            {
                // STATS with all counters would not fit a line: its states and free slots do.
                Array.Copy(_body, length - StatsTail, _body, HeaderLength + 1, StatsTail);
                _body[HeaderLength] = 0;
                length = HeaderLength + 1 + StatsTail;
            }

            int n = start;
            output[n++] = (byte)' ';
            output[n++] = (byte)TraceWords.Types[type];
            output[n++] = (byte)' ';
            n = PutHex(output, n, (_body[2] << 8) | _body[1]);
            output[n++] = (byte)' ';
            n = PutNumber(output, n, Body32(3));
            output[n++] = (byte)' ';
            int fields = n;
            n = type == 1 ? PutTransition(output, n) : PutBase64(output, n, HeaderLength, length);
            if (n > at + MaxTextLine - 5)
            {
                // Words that would not fit the line, as a debug channel cuts it: the reader knows base 64 by the missing '>'.
                n = PutBase64(output, fields, HeaderLength, length);
            }

            int crc = Crc(output, start, n - start);
            output[n++] = (byte)'*';
            n = PutHex(output, n, crc);
            output[n++] = (byte)'\n';
            return n;
        }

        private int PutTransition(byte[] output, int n)
        {
            n = PutNumber(output, n, (uint)(_body[7] | (_body[8] << 8)));
            output[n++] = (byte)' ';
            n = PutWord(output, n, TraceWords.States, _body[9] >> 4);
            output[n++] = (byte)'>';
            n = PutWord(output, n, TraceWords.States, _body[9] & 15);
            output[n++] = (byte)' ';
            n = PutWord(output, n, TraceWords.Causes, _body[10]);
            int flags = _body[11];
            if ((flags & 15) != 0)
            {
                n = PutText(output, n, " rx=");
                n = PutNumber(output, n, (uint)(flags & 15));
            }

            if ((flags & 0x10) != 0)
            {
                n = PutText(output, n, " inf");
            }

            return (flags & 0x20) != 0 ? PutText(output, n, " unc") : n;
        }

        private static int PutText(byte[] output, int n, string text)
        {
            for (int k = 0; k < text.Length; k++)
            {
                output[n++] = (byte)text[k];
            }

            return n;
        }

        /// <summary>The word of a number, each with a blank behind it; of a number that has none, the first.</summary>
        private static int PutWord(byte[] output, int n, string words, int number)
        {
            int at = 0;
            while (number-- > 0 && at < words.Length)
            {
                at = words.IndexOf(' ', at) + 1;
            }

            at = at < words.Length ? at : 0;
            for (char letter = words[at]; letter != ' '; letter = words[++at])
            {
                output[n++] = (byte)letter;
            }

            return n;
        }

        private static int PutHex(byte[] output, int n, int value)
        {
            for (int shift = 12; shift >= 0; shift -= 4)
            {
                int digit = (value >> shift) & 15;
                output[n++] = (byte)(digit < 10 ? '0' + digit : 'A' - 10 + digit);
            }

            return n;
        }

        private static int PutNumber(byte[] output, int n, uint value)
        {
            uint scale = 1;
            while (value / scale >= 10)
            {
                scale *= 10;
            }

            for (; scale != 0; scale /= 10)
            {
                output[n++] = (byte)('0' + (value / scale % 10));
            }

            return n;
        }

        /// <summary>Fields in base 64 without padding.</summary>
        private int PutBase64(byte[] output, int n, int from, int end)
        {
            int bits = 0;
            int held = 0;
            for (int k = from; k < end; k++)
            {
                held = ((held << 8) | _body[k]) & 0xFFFF;
                bits += 8;
                for (; bits >= 6; bits -= 6)
                {
                    output[n++] = Digit64((held >> (bits - 6)) & 63);
                }
            }

            if (bits != 0)
            {
                output[n++] = Digit64((held << (6 - bits)) & 63);
            }

            return n;
        }

        private static byte Digit64(int value)
        {
            return (byte)(value < 26 ? 'A' + value : value < 52 ? 'a' - 26 + value : value < 62 ? '0' - 52 + value : value == 62 ? '+' : '/');
        }
    }
}
