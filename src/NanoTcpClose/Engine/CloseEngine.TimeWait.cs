// Invariant: entries stand in one list in the order of their expiry, for all wait equally long from their insertion or restart.
// So insert, restart, expire and evict touch the ends and two neighbours, whatever the number of entries. An entry is its row in
// the shared arrays (20 bytes), 24 bits of expiry and two links (7 bytes) and half a bucket (1 byte): 28 bytes.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const uint ExpiryMask = 0xFFFFFF;
        private const uint ExpirySign = 0x800000;

        private ushort[] _previous;
        private ushort[] _next;
        private ushort[] _expiryLow;
        private byte[] _expiryHigh;
        private int _timeWaitCount;
        private int _timeWaitHead;
        private int _timeWaitTail;
        private int _timeWaitFree;
        private int _expiryShift;
        private uint _timeWaitTicks;
        private long _timeWaitTouched;

        /// <summary>TIME-WAIT entries in the table.</summary>
        public int TimeWaitCount
        {
            get { return _timeWaitCount; }
        }

        /// <summary>Milliseconds until the entry that expires first does; -1 when the table is empty.</summary>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Milliseconds, rounded up.</returns>
        public int TimeWaitNextMs(long now)
        {
            Enter(now);
            return _timeWaitCount == 0 ? -1 : ((int)(ExpiryTick(_timeWaitHead) - _tick) + TicksPerMillisecond - 1) / TicksPerMillisecond;
        }

        private void BuildTimeWait()
        {
            int n = _policy.TimeWaitEntries;
            _previous = new ushort[n];
            _next = new ushort[n];
            _expiryLow = new ushort[n];
            _expiryHigh = new byte[n];
            for (int k = 0; k < n; k++)
            {
                _next[k] = k + 1 < n ? (ushort)(k + 1) : (ushort)NoRow;
            }

            _timeWaitFree = n == 0 ? NoRow : 0;
            _timeWaitHead = NoRow;
            _timeWaitTail = NoRow;
            _timeWaitTicks = Ticks(_policy.MslMs) * 2;
            while (_timeWaitTicks >> _expiryShift >= ExpirySign)
            {
                _expiryShift++;
            }
        }

        /// <summary>The connection becomes an entry and its slot is free at once (RFC 9293 3.6, 3.10.7.4).</summary>
        private void EnterTimeWait(int row, TransitionCause cause)
        {
            if (_timeWaitFree == NoRow && (_policy.SkipTimeWaitWhenFull || _timeWaitCount == 0))
            {
                End(row, TransitionCause.Overflow);
                return;
            }

            if (_timeWaitFree == NoRow)
            {
                int handle = HandleOf(row);
                EndTimeWait(_timeWaitHead + _connections, TransitionCause.Evicted);
                if (!Lives(row, handle))
                {
                    return;
                }
            }

            SetState(row, TcpState.TimeWait, cause);
            if (_state[row] != (byte)TcpState.TimeWait)
            {
                return;
            }

            int entry = AddTimeWait(_remote[row], _ports[row], _serial[row]);
            _chain[entry] = _chain[row];
            PutInPlace(row, entry);
            _sndNxt[entry] = _sndNxt[row];
            _rcvNxt[entry] = _rcvNxt[row];
            if (_stamps)
            {
                _tsRecent[entry] = (_flags[row] & Stamped) == 0 ? 0 : _tsRecent[row] == 0 ? 1 : _tsRecent[row];
            }

            _state[row] = (byte)TcpState.Closed;
            LeaveSlot(row, true);
        }

        /// <summary>An entry that no row had before.</summary>
        internal int InsertTimeWait(uint remote, uint ports, ushort serial)
        {
            int entry = AddTimeWait(remote, ports, serial);
            Link(entry);
            return entry;
        }

        private int AddTimeWait(uint remote, uint ports, ushort serial)
        {
            int k = _timeWaitFree;
            int entry = k + _connections;
            _timeWaitFree = _next[k];
            _remote[entry] = remote;
            _ports[entry] = ports;
            _serial[entry] = serial;
            _timeWaitCount++;
            AppendTimeWait(k);
            return entry;
        }

        /// <summary>Puts an entry at the end of the list with 2 x MSL from now.</summary>
        private void AppendTimeWait(int k)
        {
            int shift = _expiryShift;
            uint expiry = (_armTick + _timeWaitTicks + (1u << shift) - 1) >> shift;
            _expiryLow[k] = (ushort)expiry;
            _expiryHigh[k] = (byte)(expiry >> 16);
            _previous[k] = (ushort)_timeWaitTail;
            _next[k] = NoRow;
            if (_timeWaitTail == NoRow)
            {
                _timeWaitHead = k;
                Wake(ExpiryTick(k));
            }
            else
            {
                _next[_timeWaitTail] = (ushort)k;
            }

            _timeWaitTail = k;
            _timeWaitTouched = _ticks;
        }

        private void DetachTimeWait(int k)
        {
            int before = _previous[k];
            int after = _next[k];
            if (before == NoRow)
            {
                _timeWaitHead = after;
            }
            else
            {
                _next[before] = (ushort)after;
            }

            if (after == NoRow)
            {
                _timeWaitTail = before;
            }
            else
            {
                _previous[after] = (ushort)before;
            }
        }

        /// <summary>The tick at which an entry expires, from its 24 bits: it lies within one wait of now, before or after.</summary>
        private uint ExpiryTick(int k)
        {
            uint left = ((uint)(_expiryLow[k] | (_expiryHigh[k] << 16)) - (_tick >> _expiryShift)) & ExpiryMask;
            int signed = (left & ExpirySign) == 0 ? (int)left : (int)left - (int)ExpiryMask - 1;
            return ((_tick >> _expiryShift) + (uint)signed) << _expiryShift;
        }

        /// <summary>2MSL starts again (RFC 9293 3.10.7.4: the peer's FIN was retransmitted).</summary>
        private void RestartTimeWait(int entry)
        {
            int k = entry - _connections;
            DetachTimeWait(k);
            AppendTimeWait(k);
        }

        internal void EndTimeWait(int entry, TransitionCause cause)
        {
            int k = entry - _connections;
            int handle = HandleOf(entry);
            Unlink(entry);
            DetachTimeWait(k);
            ForgetAnswers(entry);
            _next[k] = (ushort)_timeWaitFree;
            _timeWaitFree = k;
            _timeWaitCount--;
            Count(EngineCounter.Ended);
            Record(_serial[entry], TcpState.TimeWait, TcpState.Closed, cause, 0);
            TellEnd(handle, cause);
        }

        private void ExpireTimeWait()
        {
            bool all = _ticks - _timeWaitTouched >= (long)_timeWaitTicks + (1 << _expiryShift);
            while (_timeWaitCount != 0 && (all || (int)(_tick - ExpiryTick(_timeWaitHead)) >= 0))
            {
                EndTimeWait(_timeWaitHead + _connections, TransitionCause.TimeWaitExpired);
            }
        }

        /// <summary>The entry of a trace number; O(entries), for user calls only. -1 when there is none.</summary>
        private int FindTimeWait(int serial)
        {
            for (int k = _timeWaitHead; k != NoRow; k = _next[k])
            {
                if (_serial[k + _connections] == serial)
                {
                    return k + _connections;
                }
            }

            return -1;
        }
    }
}
