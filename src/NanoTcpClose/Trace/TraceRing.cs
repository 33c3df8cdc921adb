// Invariant: a record gets its sequence number when it is born. When the ring is full the oldest go, and a DROP record takes the
// number of the last that went, so the reader tells device overflow (gaps that DROP explains) from line loss (the rest).
// Fixed memory, nothing allocated after the constructor, one lock outside.

using System;

namespace NanoTcpClose
{
    /// <summary>
    /// Records of the NTCL/1 trace between their birth and the serial line. Adding never waits; draining encodes whole records
    /// into the caller's buffer. Not thread-safe. No allocation after the constructor.
    /// </summary>
    public sealed partial class TraceRing
    {
        /// <summary>Hash of the record layouts below; changes with them.</summary>
        public const uint SchemaHash = 0x4E544331;

        private const int Version = 0x10;
        private const int MaxBody = 127;
        private const int HeaderLength = 7;

        /// <summary>Records that were added, dropped ones included; its low 16 bits number the next. Wraps. Read only.</summary>
        public uint RecordsBorn;

        /// <summary>Records that the ring dropped for want of room. Wraps.</summary>
        public uint RecordsDropped;

        // A record is whole words and never split: type, length and sequence; tick; fields as they stand on the line. A zero
        // word says that the rest of the ring was too short for the record that begins it again.
        private readonly uint[] _ring;
        private readonly byte[] _body = new byte[MaxBody + 5];
        private int _head;
        private int _tail;
        private int _free;
        private int _length;
        private uint _dropsPending;
        private int _dropSequence;
        private uint _dropTick;

        /// <summary>Takes the memory of the ring.</summary>
        /// <param name="bytes">Capacity, at least 256; a transition takes 16.</param>
        /// <exception cref="ArgumentOutOfRangeException">bytes is below 256.</exception>
        public TraceRing(int bytes)
        {
            if (bytes < 256)
            {
                throw new ArgumentOutOfRangeException();
            }

            _free = bytes / 4;
            _ring = new uint[_free];
        }

        /// <summary>True when there is nothing to drain.</summary>
        public bool IsEmpty
        {
            get { return _free == _ring.Length && _dropsPending == 0; }
        }

        /// <summary>A connection changed its state (12 bytes).</summary>
        /// <param name="serial">The connection's number.</param>
        /// <param name="from">State left, <see cref="TcpState"/>.</param>
        /// <param name="to">State entered.</param>
        /// <param name="cause"><see cref="TransitionCause"/>.</param>
        /// <param name="flags">Retransmissions in the low nibble, 0x10 inferred, 0x20 uncertain.</param>
        /// <param name="tick">Device time.</param>
        public void Transition(int serial, int from, int to, int cause, int flags, uint tick)
        {
            int at = Reserve((12 << 24) | (1 << 16), 4, tick);
            uint[] ring = _ring;
            ring[at] = (uint)((serial & 0xFFFF) | (from << 20) | (to << 16) | (cause << 24));
            ring[at + 1] = (uint)flags;
        }

        /// <summary>A connection opens (30 bytes).</summary>
        /// <param name="serial">The connection's number.</param>
        /// <param name="localAddress">Our address.</param>
        /// <param name="localPort">Our port.</param>
        /// <param name="remoteAddress">The peer's address.</param>
        /// <param name="remotePort">The peer's port.</param>
        /// <param name="active">Whether we opened it.</param>
        /// <param name="iss">Our initial sequence number, 0 unknown.</param>
        /// <param name="irs">The peer's, 0 unknown.</param>
        /// <param name="tick">Device time.</param>
        public void Open(
            int serial, uint localAddress, int localPort, uint remoteAddress, int remotePort, bool active, uint iss, uint irs, uint tick)
        {
            _length = HeaderLength;
            Put16(serial);
            Put32(localAddress);
            Put16(localPort);
            Put32(remoteAddress);
            Put16(remotePort);
            Put8(active ? 1 : 0);
            Put32(iss);
            Put32(irs);
            End(2, tick);
        }

        /// <summary>A segment of a connection (22 bytes).</summary>
        /// <param name="serial">The connection's number.</param>
        /// <param name="outbound">Whether we sent it.</param>
        /// <param name="flags">TCP flags, and 0x40: the numbers are relative to SND.NXT and RCV.NXT of TIME-WAIT.</param>
        /// <param name="relativeSeq">SEG.SEQ less the sender's initial sequence number.</param>
        /// <param name="relativeAck">SEG.ACK less the receiver's initial sequence number.</param>
        /// <param name="length">Bytes of data.</param>
        /// <param name="window">SEG.WND.</param>
        /// <param name="tick">Device time.</param>
        public void Segment(
            int serial, bool outbound, int flags, uint relativeSeq, uint relativeAck, int length, int window, uint tick)
        {
            int at = Reserve((22 << 24) | (3 << 16), 6, tick);
            uint[] ring = _ring;
            int flagByte = outbound ? flags | 0x80 : flags & 0x7F;
            ring[at] = (uint)((serial & 0xFFFF) | (flagByte << 16)) | (relativeSeq << 24);
            ring[at + 1] = (relativeSeq >> 8) | (relativeAck << 24);
            ring[at + 2] = (relativeAck >> 8) | ((uint)length << 24);
            ring[at + 3] = (uint)((length >> 8) | (window << 8));
        }

        /// <summary>A timer was set (14 bytes).</summary>
        /// <param name="serial">The connection's number.</param>
        /// <param name="kind">1 retransmission, 2 R2, 3 FIN-WAIT-2, 4 user timeout, 5 TIME-WAIT, 6 CLOSE-WAIT alarm, 7 linger.</param>
        /// <param name="deadlineTick">When it is due.</param>
        /// <param name="tick">Device time.</param>
        public void Timer(int serial, int kind, uint deadlineTick, uint tick)
        {
            Short(4, serial, kind, deadlineTick, tick);
        }

        /// <summary>An assertion failed (10 bytes).</summary>
        /// <param name="code">What.</param>
        /// <param name="serial">The connection's number, 0 none.</param>
        /// <param name="tick">Device time.</param>
        public void Fault(int code, int serial, uint tick)
        {
            _ring[Reserve((10 << 24) | (6 << 16), 3, tick)] = (uint)((code & 0xFF) | (serial << 8));
        }

        /// <summary>A snapshot of the counters (variable: 8 + 4 a counter + 24 + 4).</summary>
        /// <param name="counters">By <see cref="EngineCounter"/>; at most 20 are written.</param>
        /// <param name="byState">Connections by state, index <see cref="TcpState"/>, 12 values.</param>
        /// <param name="timeWait">TIME-WAIT entries in use.</param>
        /// <param name="freeConnections">Free connection slots.</param>
        /// <param name="tick">Device time.</param>
        public void Stats(uint[] counters, int[] byState, int timeWait, int freeConnections, uint tick)
        {
            int count = counters.Length < 20 ? counters.Length : 20;
            _length = HeaderLength;
            Put8(count);
            for (int k = 0; k < count; k++)
            {
                Put32(counters[k]);
            }

            for (int k = 0; k < 12; k++)
            {
                Put16(k < byState.Length ? byState[k] : 0);
            }

            Put16(timeWait);
            Put16(freeConnections);
            End(7, tick);
        }

        /// <summary>An event (14 bytes).</summary>
        /// <param name="serial">The connection's number, 0 none.</param>
        /// <param name="what"><see cref="CloseEvent"/>.</param>
        /// <param name="value">Its value.</param>
        /// <param name="tick">Device time.</param>
        public void Note(int serial, int what, int value, uint tick)
        {
            Short(8, serial, what, (uint)value, tick);
        }

        /// <summary>Who writes (41 bytes); at boot, on request, every 256 records or 10 s.</summary>
        /// <param name="identity">The content.</param>
        /// <param name="tick">Device time.</param>
        public void Hello(TraceIdentity identity, uint tick)
        {
            _length = HeaderLength;
            Put8('N');
            Put8('T');
            Put8('C');
            Put32(identity.BootId);
            Array.Copy(identity.DeviceId, 0, _body, _length, 6);
            _length += 6;
            Put32(identity.TickHz);
            Put32(identity.SchemaHash);
            Put32(identity.BuildId);
            Put16(identity.Connections);
            Put16(identity.TimeWaitEntries);
            Put32(identity.TimeWaitMs);
            Put8(identity.RoleAndProfile);
            End(0, tick);
        }

        /// <summary>Serial, one byte, one word: a timer or a note.</summary>
        private void Short(int type, int serial, int kind, uint value, uint tick)
        {
            int at = Reserve((14 << 24) | ((uint)type << 16), 4, tick);
            uint[] ring = _ring;
            ring[at] = (uint)((serial & 0xFFFF) | (kind << 16)) | (value << 24);
            ring[at + 1] = value >> 8;
        }

        /// <summary>A record is born: its number, and room for its fields, of which the place is returned.</summary>
        /// <param name="head">Length in bits 24-31, type in bits 16-23.</param>
        /// <param name="words">Those of its length, <see cref="WordsOf"/>.</param>
        /// <param name="tick">Device time.</param>
        private int Reserve(uint head, int words, uint tick)
        {
            uint[] ring = _ring;
            int at = _tail;
            if (at + words > ring.Length)
            {
                at = StartOver(at);
            }

            while (_free < words)
            {
                DropOldest();
            }

            uint born = RecordsBorn;
            RecordsBorn = born + 1;
            _free -= words;
            _tail = at + words;
            ring[at] = head | (born & 0xFFFF);
            ring[at + 1] = tick;
            return at + 2;
        }

        private static int WordsOf(int length)
        {
            return (length + 4) >> 2;
        }

        private int StartOver(int at)
        {
            int rest = _ring.Length - at;
            while (_free < rest)
            {
                DropOldest();
            }

            _free -= rest;
            if (rest != 0)
            {
                _ring[at] = 0;
            }

            return 0;
        }

        private void Put8(int value)
        {
            _body[_length++] = (byte)value;
        }

        private void Put16(int value)
        {
            Put8(value);
            Put8(value >> 8);
        }

        private void Put32(uint value)
        {
            byte[] b = _body;
            int n = _length;
            b[n] = (byte)value;
            b[n + 1] = (byte)(value >> 8);
            b[n + 2] = (byte)(value >> 16);
            b[n + 3] = (byte)(value >> 24);
            _length = n + 4;
        }

        private uint Body32(int at)
        {
            return (uint)(_body[at] | (_body[at + 1] << 8) | (_body[at + 2] << 16)) | ((uint)_body[at + 3] << 24);
        }

        /// <summary>Moves the fields of the body into the ring.</summary>
        private void End(int type, uint tick)
        {
            int at = Reserve(((uint)_length << 24) | ((uint)type << 16), WordsOf(_length), tick);
            for (int k = HeaderLength; k < _length; k += 4)
            {
                _ring[at++] = Body32(k);
            }
        }

        /// <summary>Where the oldest record stands. There must be one.</summary>
        private int Oldest()
        {
            if (_head == _ring.Length || _ring[_head] == 0)
            {
                _free += _ring.Length - _head;
                _head = 0;
            }

            return _head;
        }

        private void DropOldest()
        {
            int at = Oldest();
            _dropSequence = (int)(_ring[at] & 0xFFFF);
            _dropTick = _ring[at + 1];
            _dropsPending++;
            RecordsDropped++;
            Forget((int)(_ring[at] >> 24));
        }

        private void Forget(int length)
        {
            int words = WordsOf(length);
            _head += words;
            _free += words;
        }
    }
}
