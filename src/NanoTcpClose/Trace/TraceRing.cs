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

        /// <summary>Records that were added, dropped ones included. Wraps.</summary>
        public uint RecordsBorn;

        /// <summary>Records that the ring dropped for want of room. Wraps.</summary>
        public uint RecordsDropped;

        private readonly byte[] _ring;
        private readonly byte[] _body = new byte[MaxBody + 2];
        private int _head;
        private int _used;
        private int _length;
        private int _sequence;
        private uint _dropsPending;
        private int _dropSequence;
        private uint _dropTick;

        /// <summary>Takes the memory of the ring.</summary>
        /// <param name="bytes">Capacity, at least 256; a transition takes 13.</param>
        /// <exception cref="ArgumentOutOfRangeException">bytes is below 256.</exception>
        public TraceRing(int bytes)
        {
            if (bytes < 256)
            {
                throw new ArgumentOutOfRangeException();
            }

            _ring = new byte[bytes];
        }

        /// <summary>True when there is nothing to drain.</summary>
        public bool IsEmpty
        {
            get { return _used == 0 && _dropsPending == 0; }
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
            Begin(1, tick);
            Put16(serial);
            byte[] b = _body;
            int n = _length;
            b[n] = (byte)((from << 4) | to);
            b[n + 1] = (byte)cause;
            b[n + 2] = (byte)flags;
            _length = n + 3;
            End();
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
            Begin(2, tick);
            Put16(serial);
            Put32(localAddress);
            Put16(localPort);
            Put32(remoteAddress);
            Put16(remotePort);
            Put8(active ? 1 : 0);
            Put32(iss);
            Put32(irs);
            End();
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
            Begin(3, tick);
            Put16(serial);
            Put8((flags & 0x7F) | (outbound ? 0x80 : 0));
            Put32(relativeSeq);
            Put32(relativeAck);
            Put16(length);
            Put16(window);
            End();
        }

        /// <summary>A timer was set (14 bytes).</summary>
        /// <param name="serial">The connection's number.</param>
        /// <param name="kind">1 retransmission, 2 R2, 3 FIN-WAIT-2, 4 user timeout, 5 TIME-WAIT, 6 CLOSE-WAIT alarm, 7 linger.</param>
        /// <param name="deadlineTick">When it is due.</param>
        /// <param name="tick">Device time.</param>
        public void Timer(int serial, int kind, uint deadlineTick, uint tick)
        {
            Begin(4, tick);
            Put16(serial);
            Put8(kind);
            Put32(deadlineTick);
            End();
        }

        /// <summary>An assertion failed (10 bytes).</summary>
        /// <param name="code">What.</param>
        /// <param name="serial">The connection's number, 0 none.</param>
        /// <param name="tick">Device time.</param>
        public void Fault(int code, int serial, uint tick)
        {
            Begin(6, tick);
            Put8(code);
            Put16(serial);
            End();
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
            Begin(7, tick);
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
            End();
        }

        /// <summary>An event (14 bytes).</summary>
        /// <param name="serial">The connection's number, 0 none.</param>
        /// <param name="what"><see cref="CloseEvent"/>.</param>
        /// <param name="value">Its value.</param>
        /// <param name="tick">Device time.</param>
        public void Note(int serial, int what, int value, uint tick)
        {
            Begin(8, tick);
            Put16(serial);
            Put8(what);
            Put32((uint)value);
            End();
        }

        /// <summary>Who writes (41 bytes); at boot, on request, every 256 records or 10 s.</summary>
        /// <param name="identity">The content.</param>
        /// <param name="tick">Device time.</param>
        public void Hello(TraceIdentity identity, uint tick)
        {
            Begin(0, tick);
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
            End();
        }

        private void Begin(int type, uint tick)
        {
            byte[] b = _body;
            int sequence = _sequence;
            _sequence = (sequence + 1) & 0xFFFF;
            RecordsBorn++;
            b[0] = (byte)(Version | type);
            b[1] = (byte)sequence;
            b[2] = (byte)(sequence >> 8);
            b[3] = (byte)tick;
            b[4] = (byte)(tick >> 8);
            b[5] = (byte)(tick >> 16);
            b[6] = (byte)(tick >> 24);
            _length = HeaderLength;
        }

        private void Put8(int value)
        {
            _body[_length++] = (byte)value;
        }

        private void Put16(int value)
        {
            byte[] b = _body;
            int n = _length;
            b[n] = (byte)value;
            b[n + 1] = (byte)(value >> 8);
            _length = n + 2;
        }

        private void Put32(uint value)
        {
            Put16((int)(value & 0xFFFF));
            Put16((int)(value >> 16));
        }

        /// <summary>Moves the body into the ring; the oldest records make room.</summary>
        private void End()
        {
            byte[] ring = _ring;
            int length = _length;
            while (ring.Length - _used <= length)
            {
                DropOldest();
            }

            int at = _head + _used;
            at = at < ring.Length ? at : at - ring.Length;
            ring[at] = (byte)length;
            at = at + 1 < ring.Length ? at + 1 : 0;
            int first = length < ring.Length - at ? length : ring.Length - at;
            Array.Copy(_body, 0, ring, at, first);
            Array.Copy(_body, first, ring, 0, length - first);
            _used += length + 1;
        }

        private void DropOldest()
        {
            _dropSequence = Ring(2) | (Ring(3) << 8);
            _dropTick = (uint)(Ring(4) | (Ring(5) << 8) | (Ring(6) << 16)) | ((uint)Ring(7) << 24);
            _dropsPending++;
            RecordsDropped++;
            Advance(Ring(0) + 1);
        }

        private int Ring(int index)
        {
            int at = _head + index;
            return _ring[at < _ring.Length ? at : at - _ring.Length];
        }

        private void Advance(int bytes)
        {
            int at = _head + bytes;
            _head = at < _ring.Length ? at : at - _ring.Length;
            _used -= bytes;
        }
    }
}
