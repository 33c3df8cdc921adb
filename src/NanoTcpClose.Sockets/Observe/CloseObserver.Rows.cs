// Invariant: a row is on the free list exactly while its state is CLOSED; the list is first in, first out, so that a
// handle of an earlier life is told from a living one as long as possible.

namespace NanoTcpClose.Sockets
{
    /// <content>Rows, their index and what can be asked about them.</content>
    public sealed partial class CloseObserver
    {
        private readonly int _firstSerial;
        private uint[] _remote;
        private uint[] _ports;
        private uint[] _iss;
        private uint[] _irs;
        private uint[] _sent;
        private uint[] _read;
        private uint[] _rcvNxt;
        private uint[] _farStart;
        private uint[] _farEnd;
        private uint[] _farFin;
        private uint[] _since;
        private uint[] _heard;
        private uint[] _stamp;
        private uint[] _flags;
        private ushort[] _serial;
        private ushort[] _chain;
        private ushort[] _bucket;
        private ushort[] _listening;
        private byte[] _state;
        private int _listeners;
        private int _freeHead;
        private int _freeTail;
        private int _freeCount;
        private int _nextSerial;

        /// <summary>Gets the number of rows.</summary>
        public int Slots
        {
            get { return _state.Length; }
        }

        /// <summary>Gets the number of free rows.</summary>
        public int FreeSlots
        {
            get { return _freeCount; }
        }

        /// <summary>The state behind a handle; CLOSED when it is gone.</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>Its state.</returns>
        public TcpState StateOf(int handle)
        {
            int row = Resolve(handle);
            return row < 0 ? TcpState.Closed : (TcpState)_state[row];
        }

        /// <summary>
        /// The marks of the state behind a handle: <see cref="InferredMark"/>, <see cref="UncertainMark"/> or 0.
        /// </summary>
        /// <param name="handle">The connection.</param>
        /// <returns>The marks.</returns>
        public int MarksOf(int handle)
        {
            int row = Resolve(handle);
            return row < 0 ? 0
                : ((_flags[row] & (Soft | Doubt)) != 0 ? UncertainMark : 0) | (_tapOpen ? 0 : InferredMark);
        }

        /// <summary>The number of a connection in the trace.</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>The number; 0 for none.</returns>
        public int SerialOf(int handle)
        {
            return handle >> SlotBits;
        }

        /// <summary>Counts the rows in a state; CLOSED gives the free ones. O(rows).</summary>
        /// <param name="state">The state.</param>
        /// <returns>How many.</returns>
        public int CountInState(TcpState state)
        {
            int count = 0;
            for (int row = 0; row < _state.Length; row++)
            {
                if (_state[row] == (byte)state)
                {
                    count++;
                }
            }

            return count;
        }

        /// <summary>
        /// Tells whether nothing is opening or closing, so that copies would teach nothing about states. O(rows).
        /// </summary>
        /// <returns>True when all connections are CLOSED, ESTABLISHED, CLOSE-WAIT or TIME-WAIT.</returns>
        public bool IsCalm()
        {
            for (int row = 0; row < _state.Length; row++)
            {
                switch ((TcpState)_state[row])
                {
                    case TcpState.Closed:
                    case TcpState.Established:
                    case TcpState.CloseWait:
                    case TcpState.TimeWait:
                        break;
                    default:
                        return false;
                }
            }

            return true;
        }

        /// <summary>
        /// Tells whether a connection is followed, or a SYN to this port would open one. O(1). No allocation.
        /// </summary>
        /// <param name="remote">The peer's address, first octet on top.</param>
        /// <param name="remotePort">The peer's port.</param>
        /// <param name="localPort">Our port.</param>
        /// <returns>True when <see cref="SegmentArrives"/> wants the copy.</returns>
        public bool Wants(uint remote, int remotePort, int localPort)
        {
            return FindRow(remote, ((uint)localPort << 16) | (uint)remotePort) >= 0 || IsListening(localPort);
        }

        /// <summary>Follows the connections of a listening port from their SYN on.</summary>
        /// <param name="port">The port.</param>
        /// <returns>
        /// False when the table of listeners is full; its connections are then followed from accept on.
        /// </returns>
        public bool Listen(int port)
        {
            if (IsListening(port))
            {
                return true;
            }

            if (_listeners == _listening.Length)
            {
                return false;
            }

            _listening[_listeners++] = (ushort)port;
            return true;
        }

        /// <summary>The listener is closed; connections that nobody accepted are reset by the stack.</summary>
        /// <param name="port">The port.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Unlisten(int port, long now)
        {
            Enter(now);
            for (int k = 0; k < _listeners; k++)
            {
                if (_listening[k] == port)
                {
                    _listening[k] = _listening[--_listeners];
                }
            }

            for (int row = 0; row < _state.Length; row++)
            {
                bool waiting = (_flags[row] & (Passive | Accepted)) == Passive && _ports[row] >> 16 == (uint)port;
                if (_state[row] != (byte)TcpState.Closed && waiting)
                {
                    Move(row, TcpState.Closed, TransitionCause.UserAbort);
                }
            }
        }

        private bool IsListening(int port)
        {
            ushort[] ports = _listening;
            for (int k = 0; k < _listeners; k++)
            {
                if (ports[k] == port)
                {
                    return true;
                }
            }

            return false;
        }

        private void BuildRows(int slots, int listeners)
        {
            _remote = new uint[slots];
            _ports = new uint[slots];
            _iss = new uint[slots];
            _irs = new uint[slots];
            _sent = new uint[slots];
            _read = new uint[slots];
            _rcvNxt = new uint[slots];
            _farStart = new uint[slots];
            _farEnd = new uint[slots];
            _farFin = new uint[slots];
            _since = new uint[slots];
            _heard = new uint[slots];
            _stamp = new uint[slots];
            _flags = new uint[slots];
            _serial = new ushort[slots];
            _chain = new ushort[slots];
            _bucket = new ushort[slots];
            _listening = new ushort[listeners];
            _state = new byte[slots];
            for (int row = 0; row < slots; row++)
            {
                _bucket[row] = NoRow;
                _state[row] = (byte)TcpState.Closed;
                _chain[row] = (ushort)(row + 1);
            }

            _freeTail = slots - 1;
            _freeCount = slots;
        }

        /// <summary>
        /// Takes the row that has been free longest. A full table gives up what the stack gives up first; -1:
        /// nothing.
        /// </summary>
        private int TakeRow(uint remote, uint ports)
        {
            int old = FindRow(remote, ports);
            if (old >= 0)
            {
                // The stack has a new connection on this 4-tuple, so the old one is over. From TIME-WAIT that is all
                // there is to tell; from another state the way there was not seen.
                uint doubt = _state[old] == (byte)TcpState.TimeWait ? 0 : Doubt;
                MoveMarked(old, TcpState.Closed, TransitionCause.Evidence, _flags[old] | doubt);
            }

            if (_freeCount == 0 && !EvictOne())
            {
                Untracked++;
                Note(-1, CloseEvent.RefusedFull, 0);
                return -1;
            }

            int row = _freeHead;
            _freeHead = _chain[row];
            _freeCount--;
            _remote[row] = remote;
            _ports[row] = ports;
            _serial[row] = (ushort)_nextSerial;
            _nextSerial = _nextSerial == LastSerial ? _firstSerial : _nextSerial + 1;
            _flags[row] = 0;
            _iss[row] = 0;
            _irs[row] = 0;
            _rcvNxt[row] = 0;
            _sent[row] = 0;
            _read[row] = 0;
            _since[row] = _tick;
            _heard[row] = _tick;
            _stamp[row] = _tick;
            int bucket = BucketOf(remote, ports);
            _chain[row] = _bucket[bucket];
            _bucket[bucket] = (ushort)row;
            return row;
        }

        private bool EvictOne()
        {
            int row = Oldest(TcpState.TimeWait);
            row = row < 0 ? Oldest(TcpState.SynReceived) : row;
            row = row < 0 ? Oldest(TcpState.LastAck) : row;
            row = row < 0 ? Oldest(TcpState.Closing) : row;
            if (row < 0)
            {
                return false;
            }

            Note(row, CloseEvent.Evicted, 0);
            bool known = _state[row] != (byte)TcpState.SynReceived;
            TransitionCause cause = known ? TransitionCause.Evicted : TransitionCause.Evidence;
            MoveMarked(row, TcpState.Closed, cause, _flags[row] | Doubt);
            return true;
        }

        private int Oldest(TcpState state)
        {
            int found = -1;
            for (int row = 0; row < _state.Length; row++)
            {
                if (_state[row] == (byte)state && (found < 0 || (int)(_since[row] - _since[found]) < 0))
                {
                    found = row;
                }
            }

            return found;
        }

        private void Release(int row)
        {
            int bucket = BucketOf(_remote[row], _ports[row]);
            int at = _bucket[bucket];
            if (at == row)
            {
                _bucket[bucket] = _chain[row];
            }
            else
            {
                while (_chain[at] != row)
                {
                    at = _chain[at];
                }

                _chain[at] = _chain[row];
            }

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

        private int FindRow(uint remote, uint ports)
        {
            uint[] keys = _ports;
            int row = _bucket[BucketOf(remote, ports)];
            while (row != NoRow)
            {
                if (keys[row] == ports && _remote[row] == remote)
                {
                    return row;
                }

                row = _chain[row];
            }

            return -1;
        }

        private int BucketOf(uint remote, uint ports)
        {
            uint h = (remote ^ (ports >> 16) ^ (ports * 0x85EBCA77)) * 0x9E3779B1;
            return (int)((h >> 8) % (uint)_bucket.Length);
        }

        private int HandleOf(int row)
        {
            return (_serial[row] << SlotBits) | row;
        }

        private int Resolve(int handle)
        {
            int row = handle & SlotMask;
            bool known = handle > 0 && row < _state.Length && _serial[row] == handle >> SlotBits;
            return known && _state[row] != (byte)TcpState.Closed ? row : -1;
        }
    }
}
