// Invariant: data leaves the send buffer only when acknowledged and enters the receive buffer only in order; a byte is delivered
// once. Buffers are rings inside one array for all connections.

using System;

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        /// <summary>Fixture of the conformance runner: delivered data is taken at once and the window stays as it is.</summary>
        internal bool AutoRead;

        /// <summary>SEND (RFC 9293 3.10.2): queues data, and sends what the peer's window takes. No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="data">The bytes.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">How many, at least 0.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Bytes taken, fewer than count when the buffer is full; or a negative <see cref="CallResult"/>.</returns>
        /// <exception cref="ArgumentNullException">data is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">offset and count are not within data.</exception>
        public int Send(int handle, byte[] data, int offset, int count, long now)
        {
            CheckSlice(data, offset, count);
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections || (_flags[row] & (ShutWrite | Reader)) != 0)
            {
                return (int)CallResult.Closing;
            }

            int room = _sendSize - _sendLength[row];
            int taken = count < room ? count : room;
            int at = (_sendStart[row] + _sendLength[row]) % (_sendSize == 0 ? 1 : _sendSize);
            int first = taken < _sendSize - at ? taken : _sendSize - at;
            Array.Copy(data, offset, _sendData, (row * _sendSize) + at, first);
            Array.Copy(data, offset + first, _sendData, row * _sendSize, taken - first);
            _sendLength[row] += (ushort)taken;
            Push(row);
            return taken;
        }

        /// <summary>RECEIVE (RFC 9293 3.10.3): takes data that arrived in order. No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="data">Where the bytes go.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="count">Room for them, at least 0.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Bytes; EndOfData after the peer's FIN; WouldBlock when nothing is there; or another <see cref="CallResult"/>.</returns>
        /// <exception cref="ArgumentNullException">data is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">offset and count are not within data.</exception>
        public int Receive(int handle, byte[] data, int offset, int count, long now)
        {
            CheckSlice(data, offset, count);
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections)
            {
                return (int)CallResult.Closing;
            }

            int n = _readLength[row];
            if (n == 0)
            {
                return NothingToRead(row);
            }

            n = count < n ? count : n;
            int first = n < _receiveSize - _readStart[row] ? n : _receiveSize - _readStart[row];
            Array.Copy(_readData, (row * _receiveSize) + _readStart[row], data, offset, first);
            Array.Copy(_readData, row * _receiveSize, data, offset + first, n - first);
            _readStart[row] = (ushort)((_readStart[row] + n) % _receiveSize);
            _readLength[row] -= (ushort)n;
            OpenWindow(row, n);
            return n;
        }

        private int NothingToRead(int row)
        {
            int flags = _flags[row];
            if ((flags & Reader) != 0)
            {
                ForgetReader(row);
                return (int)CallResult.EndOfData;
            }

            return (flags & FullClose) != 0 ? (int)CallResult.Closing
                : (flags & (PeerFin | ShutRead)) != 0 ? (int)CallResult.EndOfData
                : (int)CallResult.WouldBlock;
        }

        /// <summary>Read data gives its room back. The peer is told when it saw less than a segment of room and now sees one.</summary>
        private void OpenWindow(int row, int count)
        {
            int before = _rcvWnd[row];
            int after = before + count;
            if (after > _receiveSize)
            {
                after = _receiveSize;
            }

            _rcvWnd[row] = (ushort)after;
            int step = _maxSegment < (_receiveSize + 1) / 2 ? _maxSegment : (_receiveSize + 1) / 2;
            bool more = (_flags[row] & (PeerFin | Reader)) == 0 && _state[row] >= (byte)TcpState.Established;
            if (more && before < step && after >= step)
            {
                SendAck(row);
            }
        }

        /// <summary>Sends what may be sent: data within the peer's window and four segments, then the FIN.</summary>
        private void Push(int row)
        {
            int flags = _flags[row];
            if ((flags & ShutWrite) == 0 && _sendLength[row] == 0)
            {
                return;
            }

            if (_state[row] < (byte)TcpState.Established || ((flags & SynPending) != 0 && _una[row] == _sndNxt[row]))
            {
                // A SYN,ACK that the link refused goes first, even if the user has closed already.
                return;
            }

            for (; (flags & FinSent) == 0; flags = _flags[row])
            {
                int inFlight = (int)(_sndNxt[row] - _una[row]);
                int sent = inFlight - ((flags & SynPending) != 0 ? 1 : 0);
                int unsent = _sendLength[row] - sent;
                int n = 0;
                if (unsent > 0)
                {
                    n = SegmentSize(row, unsent, _sndWnd[row] - inFlight);
                    if (n == 0)
                    {
                        return;
                    }
                }

                // A FIN behind data that fills the window goes alone: the receiver would cut it off.
                bool fin = (flags & ShutWrite) != 0 && n == unsent && (n == 0 || n < _sndWnd[row] - inFlight);
                if ((n == 0 && !fin) || !SendNew(row, sent, n, fin))
                {
                    return;
                }
            }
        }

        /// <summary>The size of the next segment; 0 when it must wait, then the timer is on to probe a closed window.</summary>
        private int SegmentSize(int row, int unsent, int usable)
        {
            if (_inFlight[row] >= MaxInFlight)
            {
                return 0;
            }

            if (usable <= 0)
            {
                if ((_flags[row] & RtxArmed) == 0)
                {
                    _backoff[row] = 0;
                    ArmRetransmission(row);
                }

                return 0;
            }

            int n = unsent < _mss[row] ? unsent : _mss[row];
            return n < usable ? n : usable;
        }

        private bool SendNew(int row, int sent, int count, bool fin)
        {
            uint seq = _sndNxt[row];
            if (count != 0)
            {
                CopyOut(row, sent, count);
            }

            if (!Emit(row, fin ? TcpFlags.Ack | TcpFlags.Fin : count != 0 ? TcpFlags.Ack | TcpFlags.Psh : TcpFlags.Ack, seq, count))
            {
                return false;
            }

            if (count != 0)
            {
                _inFlight[row]++;
            }

            if (fin)
            {
                _flags[row] |= FinSent;
                count++;
            }

            Sent(row, count);
            return true;
        }

        /// <summary>Books a first transmission: SND.NXT moves, the timer starts if it is off (RFC 6298 5.1).</summary>
        private void Sent(int row, int count)
        {
            uint sndNxt = _sndNxt[row];
            bool first = _una[row] == sndNxt;
            _lastTx[row] = _armTick;
            _sndNxt[row] = sndNxt + (uint)count;
            if (first)
            {
                _firstTx[row] = _armTick;
                _backoff[row] = 0;
            }

            if (first || (_flags[row] & RtxArmed) == 0)
            {
                ArmRetransmission(row);
            }
        }

        private void CopyOut(int row, int from, int count)
        {
            int at = (_sendStart[row] + from) % _sendSize;
            int first = count < _sendSize - at ? count : _sendSize - at;
            int header = SegmentCodec.HeaderLength(0, (_flags[row] & Stamped) != 0);
            Array.Copy(_sendData, (row * _sendSize) + at, _packet, header, first);
            Array.Copy(_sendData, row * _sendSize, _packet, header + first, count - first);
        }

        /// <summary>Stores data that arrived in order; the caller has cut it to the window.</summary>
        private void Deliver(int row, byte[] packet, int offset, int count)
        {
            if ((_flags[row] & ShutRead) != 0)
            {
                return;
            }

            if (!AutoRead)
            {
                int at = (_readStart[row] + _readLength[row]) % _receiveSize;
                int first = count < _receiveSize - at ? count : _receiveSize - at;
                Array.Copy(packet, offset, _readData, (row * _receiveSize) + at, first);
                Array.Copy(packet, offset + first, _readData, row * _receiveSize, count - first);
                _readLength[row] += (ushort)count;
                _rcvWnd[row] -= (ushort)count;
            }

            OnDelivered(row, count, false);
        }

        private static void CheckSlice(byte[] data, int offset, int count)
        {
            if (data == null)
            {
                throw new ArgumentNullException();
            }

            if (offset < 0 || count < 0 || count > data.Length - offset)
            {
                throw new ArgumentOutOfRangeException();
            }
        }
    }
}
