// Invariant: a slot is on the free list exactly while its state is CLOSED and it holds nothing for a reader. The free list is
// first in, first out, so that a slot keeps the memory of its last life (serial and cause) as long as possible.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const int SlotBits = 15;
        private const int SlotMask = (1 << SlotBits) - 1;

        // Shared by connections and TIME-WAIT entries: 20 bytes a row, and 1 of the buckets.
        private uint[] _remote;
        private uint[] _ports;
        private uint[] _sndNxt;
        private uint[] _rcvNxt;
        private ushort[] _serial;
        private ushort[] _chain;
        private ushort[] _bucket;
        private uint[] _tsRecent;

        // Connections only: 75 bytes a row (with timestamps 4 more, and 4 for _tsRecent).
        private uint[] _una;
        private uint[] _wl1;
        private uint[] _wl2;
        private uint[] _iss;
        private uint[] _irs;
        private uint[] _oofFin;
        private uint[] _rtxAt;
        private uint[] _firstTx;
        private uint[] _lastTx;
        private uint[] _since;
        private uint[] _lingerAt;
        private uint[] _challengeAt;
        private uint[] _tsAge;
        private ushort[] _flags;
        private ushort[] _sndWnd;
        private ushort[] _maxWnd;
        private ushort[] _rcvWnd;
        private ushort[] _mss;
        private ushort[] _sendStart;
        private ushort[] _sendLength;
        private ushort[] _readStart;
        private ushort[] _readLength;
        private ushort[] _srtt;
        private ushort[] _rttvar;
        private byte[] _state;
        private byte[] _cause;
        private byte[] _backoff;
        private byte[] _inFlight;
        private byte[] _challenges;
        private byte[] _sendData;
        private byte[] _readData;

        private int _freeHead;
        private int _freeTail;
        private int _freeCount;
        private int _lastSerial;
        private bool _serialsWrapped;

        /// <summary>Free connection slots.</summary>
        public int FreeConnections
        {
            get { return _freeCount; }
        }

        /// <summary>The live connection or TIME-WAIT entry of a 4-tuple. O(1). No allocation.</summary>
        /// <param name="remoteAddress">The peer's IPv4 address.</param>
        /// <param name="remotePort">The peer's port.</param>
        /// <param name="localPort">Our port.</param>
        /// <returns>Its handle, or 0.</returns>
        public int Find(uint remoteAddress, int remotePort, int localPort)
        {
            int row = FindRow(remoteAddress, ((uint)localPort << 16) | (uint)remotePort);
            return row < 0 ? 0 : HandleOf(row);
        }

        /// <summary>The state behind a handle; CLOSED when the connection is gone or the handle is stale.</summary>
        /// <param name="handle">A handle.</param>
        /// <returns>The state.</returns>
        public TcpState StateOf(int handle)
        {
            int row = Resolve(handle);
            if (row >= 0 && row < _connections && (_flags[row] & Reader) != 0)
            {
                row = FindTimeWait(handle >> SlotBits);
            }

            return row < 0 ? TcpState.Closed : row >= _connections ? TcpState.TimeWait : (TcpState)_state[row];
        }

        /// <summary>The number under which the trace speaks of a connection.</summary>
        /// <param name="handle">A handle.</param>
        /// <returns>1 to 65535.</returns>
        public int SerialOf(int handle)
        {
            return handle >> SlotBits;
        }

        /// <summary>How many connections are in a state; TIME-WAIT counts entries, LISTEN listened ports. O(connections).</summary>
        /// <param name="state">The state; CLOSED gives the free slots.</param>
        /// <returns>The number.</returns>
        public int CountInState(TcpState state)
        {
            if (state == TcpState.TimeWait)
            {
                return _timeWaitCount;
            }

            if (state == TcpState.Listen)
            {
                return _listenerCount;
            }

            if (state == TcpState.Closed)
            {
                // A slot that a reader still holds is closed, but not free.
                return _freeCount;
            }

            int count = 0;
            for (int i = 0; i < _connections; i++)
            {
                if (_state[i] == (byte)state)
                {
                    count++;
                }
            }

            return count;
        }

        private void BuildRows()
        {
            int n = _connections;
            _remote = new uint[_rows];
            _ports = new uint[_rows];
            _sndNxt = new uint[_rows];
            _rcvNxt = new uint[_rows];
            _serial = new ushort[_rows];
            _chain = new ushort[_rows];
            _bucket = new ushort[(_rows + 1) / 2];
            if (_stamps)
            {
                _tsRecent = new uint[_rows];
                _tsAge = new uint[n];
            }

            _una = new uint[n];
            _wl1 = new uint[n];
            _wl2 = new uint[n];
            _iss = new uint[n];
            _irs = new uint[n];
            _oofFin = new uint[n];
            _rtxAt = new uint[n];
            _firstTx = new uint[n];
            _lastTx = new uint[n];
            _since = new uint[n];
            _lingerAt = new uint[n];
            _challengeAt = new uint[n];
            _flags = new ushort[n];
            _sndWnd = new ushort[n];
            _maxWnd = new ushort[n];
            _rcvWnd = new ushort[n];
            _mss = new ushort[n];
            _sendStart = new ushort[n];
            _sendLength = new ushort[n];
            _readStart = new ushort[n];
            _readLength = new ushort[n];
            _srtt = new ushort[n];
            _rttvar = new ushort[n];
            _state = new byte[n];
            _cause = new byte[n];
            _backoff = new byte[n];
            _inFlight = new byte[n];
            _challenges = new byte[n];
            _sendData = new byte[n * _sendSize];
            _readData = new byte[n * _receiveSize];
            _hashKey = _policy.Secret0 | 1;
            ChainFreeRows();
        }

        private void ChainFreeRows()
        {
            for (int b = 0; b < _bucket.Length; b++)
            {
                _bucket[b] = NoRow;
            }

            for (int i = 0; i < _connections; i++)
            {
                _state[i] = (byte)TcpState.Closed;
                _chain[i] = (ushort)(i + 1);
            }

            _freeHead = 0;
            _freeTail = _connections - 1;
            _freeCount = _connections;
        }

        /// <summary>Takes the slot that has been free longest; -1 when there is none.</summary>
        private int TakeRow(uint remote, uint ports)
        {
            if (_freeCount == 0)
            {
                return -1;
            }

            int row = _freeHead;
            _freeHead = _chain[row];
            _freeCount--;
            _remote[row] = remote;
            _ports[row] = ports;
            _serial[row] = NextSerial();
            _flags[row] = 0;
            _cause[row] = 0;
            _backoff[row] = 0;
            _inFlight[row] = 0;
            _challenges[row] = 0;
            _sendStart[row] = 0;
            _sendLength[row] = 0;
            _readStart[row] = 0;
            _readLength[row] = 0;
            _srtt[row] = 0;
            _rttvar[row] = 0;
            _rcvWnd[row] = (ushort)_receiveSize;
            _sndWnd[row] = 0;
            _maxWnd[row] = 0;
            _mss[row] = (ushort)_maxSegment;
            Count(EngineCounter.Opened);
            Link(row);
            if (_freeCount == 0)
            {
                Tell(HandleOf(row), CloseEvent.LastSlot, 0);
            }

            return row;
        }

        private void FreeRow(int row)
        {
            _chain[row] = NoRow;
            if (_freeCount == 0)
            {
                _freeHead = row;
            }
            else
            {
                _chain[_freeTail] = (ushort)row;
            }

            _freeTail = row;
            _freeCount++;
        }

        /// <summary>Numbers connections from 1; after the wrap a number that a live connection still has is passed over.</summary>
        private ushort NextSerial()
        {
            do
            {
                _lastSerial++;
                if (_lastSerial > 0xFFFF)
                {
                    _lastSerial = 1;
                    _serialsWrapped = true;
                }
            }
            while (_serialsWrapped && SerialIsLive(_lastSerial));

            return (ushort)_lastSerial;
        }

        private bool SerialIsLive(int serial)
        {
            for (int i = 0; i < _connections; i++)
            {
                if (_serial[i] == serial && (_state[i] != (byte)TcpState.Closed || (_flags[i] & Reader) != 0))
                {
                    return true;
                }
            }

            return false;
        }

        private int HandleOf(int row)
        {
            return (_serial[row] << SlotBits) | (row < _connections ? row : SlotMask);
        }

        /// <summary>Whether a row is still the connection of a handle: the user may have ended it from an event.</summary>
        private bool Lives(int row, int handle)
        {
            return _serial[row] == handle >> SlotBits && _state[row] != (byte)TcpState.Closed;
        }

        /// <summary>The row behind a handle: a connection, a TIME-WAIT entry, or a negative <see cref="CallResult"/>.</summary>
        private int Resolve(int handle)
        {
            int serial = handle >> SlotBits;
            int row = handle & SlotMask;
            bool known = handle > 0 && row < _connections && _serial[row] == serial;
            if (known && (_state[row] != (byte)TcpState.Closed || (_flags[row] & Reader) != 0))
            {
                return row;
            }

            int entry = handle > 0 ? FindTimeWait(serial) : -1;
            return entry >= 0 ? entry : known || handle == 0 ? (int)CallResult.NoConnection : (int)CallResult.Stale;
        }

        /// <summary>The row that a user call is about, or why there is none; an end by the peer is told once.</summary>
        private int Reach(int handle, long now)
        {
            Enter(now);
            int result = Resolve(handle);
            if (result >= 0 || result != (int)CallResult.NoConnection || handle == 0)
            {
                return result;
            }

            int row = handle & SlotMask;
            TransitionCause cause = (TransitionCause)_cause[row];
            _cause[row] = 0;
            switch (cause)
            {
                case TransitionCause.ResetReceived:
                    return (int)CallResult.Reset;
                case TransitionCause.Refused:
                    return (int)CallResult.Refused;
                case TransitionCause.RetriesExhausted:
                case TransitionCause.UserTimeout:
                case TransitionCause.FinWait2Timeout:
                    return (int)CallResult.TimedOut;
                default:
                    return result;
            }
        }
    }
}
