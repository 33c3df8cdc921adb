// Invariant: an open takes a slot or is refused with a reason; a refused open uses up no initial sequence number.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const int FirstEphemeral = 49152;
        private const int EphemeralCount = 16384;

        private readonly ushort[] _listenPorts;
        private int _listenerCount;
        private int _nextEphemeral;

        /// <summary>Active OPEN (RFC 9293 3.10.1): sends a SYN. No allocation.</summary>
        /// <param name="remoteAddress">The peer's IPv4 address, first octet on top.</param>
        /// <param name="remotePort">1 to 65535.</param>
        /// <param name="localPort">Our port, or 0 for one from 49152 up.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>A handle, InUse (also while the 4-tuple is in TIME-WAIT), or Full.</returns>
        /// <exception cref="System.ArgumentOutOfRangeException">A port is out of range.</exception>
        public int Connect(uint remoteAddress, int remotePort, int localPort, long now)
        {
            if (!InRange(remotePort, 1, 65535) || !InRange(localPort, 0, 65535))
            {
                throw new System.ArgumentOutOfRangeException();
            }

            Enter(now);
            int port = localPort == 0 ? FreePort(remoteAddress, remotePort) : localPort;
            uint ports = ((uint)port << 16) | (uint)remotePort;
            if (port == 0 || FindRow(remoteAddress, ports) >= 0)
            {
                return (int)CallResult.InUse;
            }

            if (!HaveSlot())
            {
                return (int)CallResult.Full;
            }

            int row = TakeRow(remoteAddress, ports);
            StartSequence(row, 0, 0);
            _rcvNxt[row] = 0;
            _irs[row] = 0;
            Mark(row, Accepted | (_stamps ? Stamped : 0), 0);
            TraceOpen(row, true);
            SetState(row, TcpState.SynSent, TransitionCause.ActiveOpen);
            SendSyn(row);
            return HandleOf(row);
        }

        /// <summary>Passive OPEN: SYNs to this port open connections, as long as slots are free. No allocation.</summary>
        /// <param name="port">1 to 65535.</param>
        /// <returns>Ok, InUse or Full.</returns>
        /// <exception cref="System.ArgumentOutOfRangeException">The port is out of range.</exception>
        public int Listen(int port)
        {
            if (!InRange(port, 1, 65535))
            {
                throw new System.ArgumentOutOfRangeException();
            }

            if (IsListening(port))
            {
                return (int)CallResult.InUse;
            }

            if (_listenerCount == _listenPorts.Length)
            {
                return (int)CallResult.Full;
            }

            _listenPorts[_listenerCount++] = (ushort)port;
            return (int)CallResult.Ok;
        }

        /// <summary>Closes a listener; the connections that it accepted go on.</summary>
        /// <param name="port">The port.</param>
        /// <returns>Ok or NoConnection.</returns>
        public int Unlisten(int port)
        {
            for (int k = 0; k < _listenerCount; k++)
            {
                if (_listenPorts[k] == port)
                {
                    _listenPorts[k] = _listenPorts[--_listenerCount];
                    return (int)CallResult.Ok;
                }
            }

            return (int)CallResult.NoConnection;
        }

        /// <summary>Takes the next connection of a listener that has become ESTABLISHED or gone further. O(connections).</summary>
        /// <param name="port">The listened port.</param>
        /// <returns>A handle or WouldBlock.</returns>
        public int Accept(int port)
        {
            for (int row = 0; row < _connections; row++)
            {
                if (_state[row] >= (byte)TcpState.Established && (_flags[row] & (Passive | Accepted)) == Passive
                    && _ports[row] >> 16 == (uint)port)
                {
                    Mark(row, Accepted, 0);
                    return HandleOf(row);
                }
            }

            return (int)CallResult.WouldBlock;
        }

        private bool IsListening(int port)
        {
            ushort[] ports = _listenPorts;
            for (int k = 0; k < _listenerCount; k++)
            {
                if (ports[k] == port)
                {
                    return true;
                }
            }

            return false;
        }

        private int FreePort(uint remoteAddress, int remotePort)
        {
            for (int tries = 0; tries < EphemeralCount; tries++)
            {
                int port = FirstEphemeral + _nextEphemeral;
                _nextEphemeral = (_nextEphemeral + 1) % EphemeralCount;
                if (FindRow(remoteAddress, ((uint)port << 16) | (uint)remotePort) < 0 && !IsListening(port))
                {
                    return port;
                }
            }

            return 0;
        }

        /// <summary>Whether an open can have a slot; a full pool first evicts what is closing, if policy says so.</summary>
        private bool HaveSlot()
        {
            if (_freeCount == 0 && _policy.EvictClosing)
            {
                EvictOne();
            }

            if (_freeCount == 0)
            {
                Tell(0, CloseEvent.RefusedFull, 0);
            }

            return _freeCount != 0;
        }

        private void EvictOne()
        {
            int row = LongestIn(TcpState.LastAck);
            if (row < 0)
            {
                row = LongestIn(TcpState.Closing);
            }

            if (row < 0)
            {
                row = LongestIn(TcpState.FinWait2);
            }

            if (row >= 0)
            {
                SendReset(row);
                End(row, TransitionCause.Evicted);
            }
        }

        /// <summary>The connection that is longest in a state, of those that no user reads any more; -1: none.</summary>
        private int LongestIn(TcpState state)
        {
            int found = -1;
            for (int row = 0; row < _connections; row++)
            {
                bool candidate = _state[row] == (byte)state && (state != TcpState.FinWait2 || (_flags[row] & FullClose) != 0);
                if (candidate && (found < 0 || (int)(_since[row] - _since[found]) < 0))
                {
                    found = row;
                }
            }

            return found;
        }

        /// <summary>The initial sequence number: fixed steps, or RFC 6528; above <paramref name="above"/> where one is replaced.</summary>
        private void StartSequence(int row, uint above, int replaces)
        {
            uint isn;
            if (_policy.FixedIsn)
            {
                isn = _policy.Isn;
                _policy.Isn += 0x10000;
            }
            else
            {
                isn = (uint)(_now >> 2) + SequenceHash(_remote[row], _ports[row]);
            }

            if (replaces != 0 && (int)(isn - above) <= 0)
            {
                isn = above + 0x10001;
            }

            _iss[row] = isn;
            _una[row] = isn;
            _sndNxt[row] = isn;
            Mark(row, SynPending, 0);
        }

        /// <summary>RFC 6528: a keyed hash of the 4-tuple (HalfSipHash-2-4 under the secret of this boot).</summary>
        private uint SequenceHash(uint remote, uint ports)
        {
            uint a = _policy.Secret0;
            uint b = _policy.Secret1;
            uint c = 0x6C796765 ^ _policy.Secret0;
            uint d = 0x74656462 ^ _policy.Secret1;
            for (int step = 0; step < 12; step++)
            {
                uint word = step < 2 ? _localAddress : step < 4 ? remote : step < 6 ? ports : step < 8 ? 12u << 24 : 0;
                if ((step & 1) == 0)
                {
                    d ^= word;
                    c ^= step == 8 ? 0xFFu : 0;
                }

                a += b;
                b = ((b << 5) | (b >> 27)) ^ a;
                a = (a << 16) | (a >> 16);
                c += d;
                d = ((d << 8) | (d >> 24)) ^ c;
                a += d;
                d = ((d << 7) | (d >> 25)) ^ a;
                c += b;
                b = ((b << 13) | (b >> 19)) ^ c;
                c = (c << 16) | (c >> 16);
                if ((step & 1) != 0)
                {
                    a ^= word;
                }
            }

            return b ^ d;
        }

        private void SendSyn(int row)
        {
            int flags = _state[row] == (byte)TcpState.SynSent ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack;
            if (_sndNxt[row] != _una[row])
            {
                Emit(row, flags, _una[row], 0);
            }
            else if (Emit(row, flags, _una[row], 0))
            {
                Sent(row, 1);
            }
        }

        private void TraceOpen(int row, bool active)
        {
            if (_trace != null)
            {
                uint ports = _ports[row];
                _trace.Open(
                    _serial[row], _localAddress, (int)(ports >> 16), _remote[row], (int)(ports & 0xFFFF), active, _iss[row], _irs[row], _tick);
            }
        }

        /// <summary>A segment for a 4-tuple without a connection: LISTEN (RFC 9293 3.10.7.2) or CLOSED (3.10.7.1).</summary>
        private void StrangerArrives()
        {
            int flags = _in.Flags;
            bool opens = (flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst | TcpFlags.Fin)) == TcpFlags.Syn
                && IsListening(_in.DestinationPort);
            if (!opens)
            {
                Count(EngineCounter.DropsNoConnection);
                if ((flags & TcpFlags.Ack) != 0 || !IsListening(_in.DestinationPort))
                {
                    AnswerWithReset();
                }

                // RFC 9293 3.10.7.2, fourth: what is neither SYN nor ACK is dropped in LISTEN.
            }
            else if (HaveSlot())
            {
                OpenPassive(TransitionCause.PassiveOpen, 0);
            }
            else
            {
                // No answer: the peer tries its SYN again, and by then a slot may be free.
                Counters[(int)EngineCounter.DropsNoConnection]++;
            }
        }

        private void OpenPassive(TransitionCause cause, uint above)
        {
            SegmentHeader s = _in;
            int row = TakeRow(s.Source, ((uint)s.DestinationPort << 16) | (uint)s.SourcePort);
            StartSequence(row, above, cause == TransitionCause.ReusedBySyn ? 1 : 0);
            Mark(row, Passive, 0);
            TakeSyn(row);
            _state[row] = (byte)TcpState.Listen;
            TraceOpen(row, false);
            SetState(row, TcpState.SynReceived, cause);
            int handle = HandleOf(row);
            if (cause == TransitionCause.ReusedBySyn)
            {
                Tell(handle, CloseEvent.Reused, 0);
            }

            if (Lives(row, handle))
            {
                SendSyn(row);
            }
        }

        /// <summary>ESTABLISHED; a close that was called before goes on. False: the user ended it from the event.</summary>
        private bool Established(int row)
        {
            int handle = HandleOf(row);
            SetState(row, TcpState.Established, TransitionCause.SynAcked);
            Tell(handle, CloseEvent.Established, 0);
            if (!Lives(row, handle))
            {
                return false;
            }

            if ((_flags[row] & ShutWrite) != 0 && _state[row] == (byte)TcpState.Established)
            {
                bool full = (_flags[row] & FullClose) != 0;
                SetState(row, TcpState.FinWait1, full ? TransitionCause.UserClose : TransitionCause.ShutdownWrite);
            }

            return true;
        }

        /// <summary>Takes what a SYN says: initial number, window, segment size, timestamps.</summary>
        private void TakeSyn(int row)
        {
            SegmentHeader s = _in;
            bool stamped = _stamps && s.HasTimestamps;
            int peerMss = s.Mss == 0 ? 536 : s.Mss;
            int mss = (peerMss < _maxSegment ? peerMss : _maxSegment) - (stamped ? 12 : 0);
            _irs[row] = s.Seq;
            _rcvNxt[row] = s.Seq + 1;
            _wl1[row] = s.Seq;
            _wl2[row] = s.Ack;
            _sndWnd[row] = (ushort)s.Window;
            _maxWnd[row] = (ushort)s.Window;
            _mss[row] = (ushort)(mss < 1 ? 1 : mss);
            Mark(row, stamped ? Stamped : 0, Stamped);
            if (stamped)
            {
                _tsRecent[row] = s.TsVal;
                _tsAge[row] = (uint)(_now / 1000000);
            }
        }
    }
}
