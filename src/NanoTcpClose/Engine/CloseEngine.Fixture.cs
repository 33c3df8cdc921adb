// Invariant: for tests only; the board's build leaves this file empty. Place writes the rows that a real exchange would leave.

#if !NANOFRAMEWORK_1_0
namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private byte[] _causeBySerial;
        private byte[] _eofBySerial;
        private uint[] _bytesBySerial;

        /// <summary>Told of every transition, after it; null for none.</summary>
        internal System.Action<int, TcpState, TcpState, TransitionCause> Transitioned;

        /// <summary>Remembers the last cause, delivered bytes and ends of data of every serial number, for the queries below.</summary>
        internal void EnableTracking()
        {
            _causeBySerial = new byte[65536];
            _eofBySerial = new byte[65536];
            _bytesBySerial = new uint[65536];
        }

        internal TransitionCause CauseOf(int handle)
        {
            return (TransitionCause)_causeBySerial[handle >> SlotBits];
        }

        internal uint DeliveredBytes(int handle)
        {
            return _bytesBySerial[handle >> SlotBits];
        }

        internal int EofCount(int handle)
        {
            return _eofBySerial[handle >> SlotBits];
        }

        internal uint SndUna(int handle)
        {
            int row = RowFor(handle);
            return row < 0 ? 0 : row >= _connections ? _sndNxt[row] : _una[row];
        }

        internal uint SndNxt(int handle)
        {
            int row = RowFor(handle);
            return row < 0 ? 0 : _sndNxt[row];
        }

        internal uint RcvNxt(int handle)
        {
            int row = RowFor(handle);
            return row < 0 ? 0 : _rcvNxt[row];
        }

        internal int RcvWnd(int handle)
        {
            int row = RowFor(handle);
            return row < 0 ? 0 : row >= _connections ? _receiveSize : _rcvWnd[row];
        }

        internal int MaxSndWnd(int handle)
        {
            int row = RowFor(handle);
            return row < 0 || row >= _connections ? 0 : _maxWnd[row];
        }

        internal int Unread(int handle)
        {
            int row = RowFor(handle);
            return row < 0 || row >= _connections ? 0 : _readLength[row];
        }

        internal bool PeerEof(int handle)
        {
            int row = RowFor(handle);
            return row >= _connections || (row >= 0 && (_flags[row] & PeerFin) != 0);
        }

        /// <summary>The sequence number of our FIN, sent or queued.</summary>
        internal uint FinSeq(int handle)
        {
            int row = RowFor(handle);
            if (row < 0)
            {
                return 0;
            }

            bool acked = row >= _connections || (_state[row] != (byte)TcpState.Closed && _una[row] == _sndNxt[row]
                && (_flags[row] & FinSent) != 0);
            return acked ? _sndNxt[row] - 1 : _una[row] + _sendLength[row] + ((_flags[row] & SynPending) != 0 ? 1u : 0);
        }

        /// <summary>The row of a handle, of its last life too while the slot was not taken again.</summary>
        private int RowFor(int handle)
        {
            int row = Resolve(handle);
            int slot = handle & SlotMask;
            return row >= 0 ? row : slot < _connections && _serial[slot] == handle >> SlotBits ? slot : -1;
        }

        /// <summary>Puts a connection into a state; returns its handle (0 for CLOSED and LISTEN).</summary>
        internal int Place(EngineFixture f, long now)
        {
            SetTime(now);
            if (f.State == TcpState.Closed)
            {
                return 0;
            }

            if (f.State == TcpState.Listen)
            {
                Listen(f.LocalPort);
                return 0;
            }

            if (f.Timestamps)
            {
                _stampOffset = f.TsNow - (uint)(now / 1000);
            }

            uint ports = ((uint)f.LocalPort << 16) | (uint)f.RemotePort;
            if (f.State == TcpState.TimeWait && _freeCount == 0)
            {
                return PlaceEntry(f, ports, now);
            }

            int row = TakeRow(f.RemoteAddress, ports);
            PlaceReceiver(row, f);
            PlaceSender(row, f);
            SetTime(now - f.AgeMicroseconds);
            _since[row] = _tick;
            PlaceStamps(row, f);
            int handle = HandleOf(row);
            if (f.State == TcpState.TimeWait)
            {
                _state[row] = (byte)TcpState.Closing;
                EnterTimeWait(row, TransitionCause.FinAcked);
                SortTimeWait();
            }
            else
            {
                _state[row] = (byte)f.State;
            }

            SetTime(now);
            if (f.State != TcpState.TimeWait)
            {
                StartTimers(row);

                // Data and FIN that are queued leave at the next step of time, if the window lets them.
                _retry |= f.Unsent > 0 || f.FinQueued;
            }
            else
            {
                _timeWaitTouched = _ticks;
                Wake(ExpiryTick(_timeWaitHead));
            }

            return handle;
        }

        /// <summary>A TIME-WAIT entry takes no connection slot, so it can be placed beside a full pool.</summary>
        private int PlaceEntry(EngineFixture f, uint ports, long now)
        {
            SetTime(now - f.AgeMicroseconds);
            int entry = InsertTimeWait(f.RemoteAddress, ports, NextSerial());
            SortTimeWait();
            _sndNxt[entry] = f.SndNxt + 1;
            _rcvNxt[entry] = f.RcvNxt;
            if (_stamps)
            {
                _tsRecent[entry] = f.Timestamps ? f.TsRecent : 0;
            }

            SetTime(now);
            _timeWaitTouched = _ticks;
            Wake(ExpiryTick(_timeWaitHead));
            return HandleOf(entry);
        }

        private void PlaceReceiver(int row, EngineFixture f)
        {
            bool peerFin = f.State == TcpState.CloseWait || f.State == TcpState.Closing || f.State == TcpState.LastAck;
            int flags = Accepted | (peerFin ? PeerFin : 0) | (f.HasOutOfOrderFin ? FinRemembered : 0)
                | (f.State == TcpState.SynReceived ? Passive : 0);
            _rcvNxt[row] = f.RcvNxt;
            _irs[row] = f.RcvNxt - 1;
            _rcvWnd[row] = (ushort)f.RcvWnd;
            _readLength[row] = (ushort)f.Unread;
            _oofFin[row] = f.OutOfOrderFin;
            _wl1[row] = f.RcvNxt - (peerFin ? 1u : 0);
            _flags[row] = (ushort)flags;
        }

        private void PlaceSender(int row, EngineFixture f)
        {
            bool opening = f.State == TcpState.SynSent || f.State == TcpState.SynReceived;
            bool finState = f.State == TcpState.FinWait1 || f.State == TcpState.FinWait2 || f.State == TcpState.Closing
                || f.State == TcpState.LastAck || f.State == TcpState.TimeWait;
            bool finSent = finState && !f.FinQueued && f.Unsent == 0;
            bool finAcked = f.State == TcpState.FinWait2 || f.State == TcpState.TimeWait;
            uint una = opening ? f.SndNxt - 1 : finAcked ? f.SndNxt + 1 : f.SndNxt - (uint)f.Unacked;
            _una[row] = una;
            _sndNxt[row] = f.SndNxt + (finSent ? 1u : 0);
            _iss[row] = opening ? una : una - 1;
            _wl2[row] = una;
            _sndWnd[row] = (ushort)f.PeerWnd;
            _maxWnd[row] = (ushort)f.PeerWnd;
            _mss[row] = (ushort)f.Mss;
            _srtt[row] = (ushort)(f.SrttMs * TicksPerMillisecond);
            _sendLength[row] = finAcked ? (ushort)0 : (ushort)(f.Unacked + f.Unsent);
            _inFlight[row] = (byte)((f.Unacked + f.Mss - 1) / f.Mss);
            _firstTx[row] = _armTick;
            _lastTx[row] = _armTick;
            bool full = finState && !f.HalfClosed;
            int flags = (opening ? SynPending : 0) | (finState ? ShutWrite : 0) | (finSent ? FinSent : 0) | (full ? FullClose : 0)
                | (full && !finAcked ? CloseCalled : 0);
            Mark(row, flags, 0);
        }

        private void PlaceStamps(int row, EngineFixture f)
        {
            if (f.Timestamps)
            {
                Mark(row, Stamped, 0);
                _tsRecent[row] = f.TsRecent;
                _tsAge[row] = (uint)(_now / 1000000);
            }
        }

        private void StartTimers(int row)
        {
            if (_una[row] != _sndNxt[row])
            {
                ArmRetransmission(row);
            }

            WakeRow(row);
        }

        /// <summary>Ages may come in any order: the newest entry moves forward to its place.</summary>
        private void SortTimeWait()
        {
            int k = _timeWaitTail;
            int before = k == NoRow ? NoRow : _previous[k];
            while (before != NoRow && (int)(ExpiryTick(before) - ExpiryTick(k)) > 0)
            {
                before = _previous[before];
            }

            if (k == NoRow || before == _previous[k])
            {
                return;
            }

            DetachTimeWait(k);
            int after = before == NoRow ? _timeWaitHead : _next[before];
            _previous[k] = (ushort)before;
            _next[k] = (ushort)after;
            _previous[after] = (ushort)k;
            if (before == NoRow)
            {
                _timeWaitHead = k;
            }
            else
            {
                _next[before] = (ushort)k;
            }
        }

        partial void OnTransition(int serial, TcpState from, TcpState to, TransitionCause cause)
        {
            if (_causeBySerial != null)
            {
                _causeBySerial[serial] = (byte)cause;
            }

            if (Transitioned != null)
            {
                Transitioned(serial, from, to, cause);
            }
        }

        partial void OnDelivered(int row, int count, bool endOfData)
        {
            if (_bytesBySerial != null)
            {
                _bytesBySerial[_serial[row]] += (uint)count;
                _eofBySerial[_serial[row]] += endOfData ? (byte)1 : (byte)0;
            }
        }
    }
}
#endif
