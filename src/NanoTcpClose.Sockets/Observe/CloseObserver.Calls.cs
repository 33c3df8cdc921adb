// Invariant: a call that changes the state is told before it is made, and told again when it returned: what arrives
// in between may have come before or after it, and is marked unless the segment itself tells.

namespace NanoTcpClose.Sockets
{
    /// <content>What the user of the stack did.</content>
    public sealed partial class CloseObserver
    {
        /// <summary>The user is about to connect.</summary>
        /// <param name="local">Our address, 0 when not known yet.</param>
        /// <param name="localPort">Our port.</param>
        /// <param name="remote">The peer's address.</param>
        /// <param name="remotePort">The peer's port.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>A handle; 0 when no row is free.</returns>
        public int Connecting(uint local, int localPort, uint remote, int remotePort, long now)
        {
            Enter(now);
            uint ports = ((uint)localPort << 16) | (uint)remotePort;
            int row = TakeRow(remote, ports);
            if (row < 0)
            {
                return 0;
            }

            _flags[row] |= Accepted;
            TraceOpen(row, local, true);
            Move(row, TcpState.SynSent, TransitionCause.ActiveOpen);
            return HandleOf(row);
        }

        /// <summary>Connect returned with success.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Connected(int handle, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row >= 0 && _state[row] == (byte)TcpState.SynSent)
            {
                Move(row, TcpState.Established, TransitionCause.SynAcked);
            }
        }

        /// <summary>Accept returned a connection.</summary>
        /// <param name="local">Our address.</param>
        /// <param name="localPort">Our port.</param>
        /// <param name="remote">The peer's address.</param>
        /// <param name="remotePort">The peer's port.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>A handle; 0 when no row is free.</returns>
        public int Accept(uint local, int localPort, uint remote, int remotePort, long now)
        {
            Enter(now);
            uint ports = ((uint)localPort << 16) | (uint)remotePort;
            int row = FindRow(remote, ports);
            if (row < 0 || (_flags[row] & (Passive | Accepted)) != Passive)
            {
                row = TakeRow(remote, ports);
                if (row < 0)
                {
                    return 0;
                }

                _flags[row] |= Passive;
                _state[row] = (byte)TcpState.Listen;
                TraceOpen(row, local, false);
                Move(row, TcpState.SynReceived, TransitionCause.PassiveOpen);
            }

            _flags[row] |= Accepted;
            if (_state[row] == (byte)TcpState.SynReceived)
            {
                Move(row, TcpState.Established, TransitionCause.SynAcked);
            }

            return HandleOf(row);
        }

        /// <summary>The user is about to send, or (negative) less was taken than was told.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="count">Bytes.</param>
        public void Sent(int handle, int count)
        {
            int row = Resolve(handle);
            if (row >= 0 && (_flags[row] & ShutWrite) == 0)
            {
                _sent[row] += (uint)count;
            }
            else if (row >= 0 && count != 0)
            {
                // A send that was cut off by a close of another thread: how much of it stands before the FIN is not
                // known.
                _flags[row] |= Doubt;
            }
        }

        /// <summary>The user read data: everything before it has arrived in order, seen or not.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="count">Bytes.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Received(int handle, int count, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0)
            {
                return;
            }

            _read[row] += (uint)count;
            Arrived(row, _read[row]);
        }

        /// <summary>The user saw the end of data: the peer's FIN was accepted.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        public void EndOfData(int handle, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0 || (_flags[row] & (PeerFin | FullClose)) != 0)
            {
                return;
            }

            if (IsCallOpen(row))
            {
                // The end shows behind a call that sends our FIN, and no copy tells which of the two came first.
                _flags[row] |= Doubt;
                Commit(row);
            }

            bool known = (_flags[row] & IrsKnown) != 0;
            uint last = (_flags[row] & FinRemembered) != 0 ? _farFin[row] : _rcvNxt[row];
            _rcvNxt[row] = known ? _irs[row] + 2 + _read[row] : last + 1;
            if ((_flags[row] & (Soft | ShutWrite)) == (Soft | ShutWrite))
            {
                // Whether this FIN came before ours or after it was only for its copy to tell.
                _flags[row] |= Doubt;
            }

            _flags[row] = (_flags[row] | PeerFin) & (AllFlags ^ (Soft | FinRemembered | HasFar));
            TransitionCause cause = _tapOpen ? TransitionCause.Evidence : TransitionCause.FinReceived;
            switch ((TcpState)_state[row])
            {
                case TcpState.Established:
                    Move(row, TcpState.CloseWait, cause);
                    break;
                case TcpState.FinWait1:
                    // The copy that would tell whether our FIN is acknowledged was not seen: likely, not certain.
                    _flags[row] |= Doubt;
                    Move(row, TcpState.FinWait2, TransitionCause.FinAcked);
                    Move(row, TcpState.TimeWait, cause);
                    break;
                case TcpState.FinWait2:
                    Move(row, TcpState.TimeWait, cause);
                    break;
                default:
                    // The other states have the peer's FIN already or no user who could read.
                    break;
            }
        }

        /// <summary>A call told that the connection was reset, and no copy had.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="fin">Whether the stack says that the peer's FIN had come before.</param>
        /// <param name="now">The time, microseconds.</param>
        public void ResetSeen(int handle, FinBeforeReset fin, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0 || _state[row] == (byte)TcpState.TimeWait)
            {
                return;
            }

            _flags[row] &= AllFlags ^ Soft;
            bool open = _state[row] == (byte)TcpState.Established;
            if (open && fin == FinBeforeReset.Yes)
            {
                Move(row, TcpState.CloseWait, TransitionCause.Evidence);
            }
            else if (_state[row] == (byte)TcpState.FinWait1 || (open && fin == FinBeforeReset.Unknown))
            {
                // An acknowledgement of our FIN, or the peer's FIN, may have come before it without its copy.
                _flags[row] |= Doubt;
            }

            if (IsCallOpen(row))
            {
                // Before our FIN or after it.
                _flags[row] |= Doubt;
            }

            Move(row, TcpState.Closed, TransitionCause.ResetReceived);
        }

        /// <summary>Connect failed.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="refused">The peer refused; else it was given up.</param>
        /// <param name="now">The time, microseconds.</param>
        public void ConnectFailed(int handle, bool refused, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0)
            {
                return;
            }

            bool opening = _state[row] == (byte)TcpState.SynSent;
            Move(row, TcpState.Closed, opening && refused ? TransitionCause.Refused : TransitionCause.UserAbort);
        }

        /// <summary>The user is about to shut the sending direction.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="closing">Whether it is the first half of a full close.</param>
        /// <param name="now">The time, microseconds.</param>
        public void ShuttingWrite(int handle, bool closing, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row >= 0)
            {
                _flags[row] |= closing ? InCall | Ending : InCall;
            }
        }

        /// <summary>The user is about to close.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="unread">Bytes that nobody read; the stack then resets.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Closing(int handle, int unread, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0 || (_flags[row] & FullClose) != 0)
            {
                return;
            }

            Arrived(row, _read[row] + (uint)unread);
            TcpState state = (TcpState)_state[row];
            bool early = state == TcpState.Established || state == TcpState.CloseWait;
            if (unread > 0 && state != TcpState.TimeWait && (early || _profile.UnreadAlwaysResets))
            {
                _flags[row] |= InCall | Cutting | Unread;
                return;
            }

            _flags[row] |= FullClose | InCall | ((_flags[row] & ShutWrite) != 0 ? Second : 0);
            if (state == TcpState.SynSent)
            {
                Move(row, TcpState.Closed, TransitionCause.UserClose);
            }
            else if (state == TcpState.FinWait2)
            {
                // The bound of FIN-WAIT-2 runs from the full close.
                _since[row] = _tick;
                WakeRow(row);
            }
            else
            {
                WakeRow(row);
            }
        }

        /// <summary>The user is about to abort: the stack resets, TIME-WAIT stays.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="unread">Bytes that nobody read.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Aborting(int handle, int unread, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row >= 0 && (_flags[row] & FullClose) == 0)
            {
                _flags[row] |= InCall | Cutting | Abort | (unread > 0 ? Unread : 0);
            }
        }

        /// <summary>The call that was told returned; what arrives from now on came after it.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        public void CallReturned(int handle, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0)
            {
                return;
            }

            if ((_flags[row] & Cutting) != 0)
            {
                Cut(row);
                return;
            }

            Commit(row);
            _flags[row] &= AllFlags ^ (InCall | Second);
            bool closed = (_flags[row] & FullClose) != 0;
            if (closed && !_tapOpen && _state[row] == (byte)TcpState.LastAck)
            {
                // Without copies nothing more will be learnt; the stack finishes alone.
                _flags[row] |= Doubt;
                Move(row, TcpState.Closed, TransitionCause.FinAcked);
            }
        }

        /// <summary>Tells that slots run out.</summary>
        /// <param name="handle">The connection that took the slot.</param>
        /// <param name="free">Slots that are left.</param>
        /// <param name="now">The time, microseconds.</param>
        public void NoteLastSlot(int handle, int free, long now)
        {
            Enter(now);
            Note(Resolve(handle), CloseEvent.LastSlot, free);
        }

        /// <summary>
        /// Bytes are known to have arrived in order: RCV.NXT follows, and with it a FIN that stands right there.
        /// </summary>
        private void Arrived(int row, uint bytes)
        {
            uint flags = _flags[row];
            uint next = _irs[row] + 1 + bytes;
            if ((flags & IrsKnown) == 0 || (flags & PeerFin) != 0 || (int)(next - _rcvNxt[row]) <= 0)
            {
                return;
            }

            _rcvNxt[row] = next;
            if (Reach(row))
            {
                // An acknowledgement of our FIN may have come before, its copy not read yet.
                _flags[row] |= _state[row] == (byte)TcpState.FinWait1 ? Doubt : 0;
                Proceed(row, false, true);
            }
        }

        private void TraceOpen(int row, uint local, bool active)
        {
            if (_trace != null)
            {
                uint ports = _ports[row];
                int localPort = (int)(ports >> 16);
                int remotePort = (int)(ports & 0xFFFF);
                _trace.Open(_serial[row], local, localPort, _remote[row], remotePort, active, 0, _irs[row], _tick);
            }
        }
    }
}
