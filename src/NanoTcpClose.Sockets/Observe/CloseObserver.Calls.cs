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

        /// <summary>A call told that the connection was reset.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        public void ResetSeen(int handle, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row >= 0 && _state[row] != (byte)TcpState.TimeWait)
            {
                _flags[row] &= AllFlags ^ Soft;
                Move(row, TcpState.Closed, TransitionCause.ResetReceived);
            }
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
        /// <param name="unread">Bytes that nobody read yet.</param>
        /// <param name="now">The time, microseconds.</param>
        public void ShuttingWrite(int handle, int unread, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0)
            {
                return;
            }

            _flags[row] |= InCall;
            if (unread > 0 && (_flags[row] & (PeerFin | ShutWrite)) == 0)
            {
                // The peer's FIN may stand behind them, and its copy may have been lost: the next segment tells.
                _flags[row] |= Soft;
            }
        }

        /// <summary>The stack does not show what a copy showed: every state from here on is marked uncertain.</summary>
        /// <param name="handle">The connection.</param>
        public void Doubted(int handle)
        {
            int row = Resolve(handle);
            if (row >= 0)
            {
                _flags[row] |= Doubt;
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
                bool late = state == TcpState.Closing || state == TcpState.LastAck;
                Cut(row, unread, late ? TransitionCause.UserAbort : TransitionCause.UnreadData);
                return;
            }

            _flags[row] |= FullClose | InCall;
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

        /// <summary>The user is about to abort.</summary>
        /// <param name="handle">The connection.</param>
        public void Aborting(int handle)
        {
            int row = Resolve(handle);
            if (row >= 0)
            {
                _flags[row] |= InCall | Cutting;
            }
        }

        /// <summary>The user has aborted: the stack resets, TIME-WAIT stays.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="unread">Bytes that nobody had read.</param>
        /// <param name="now">The time, microseconds.</param>
        public void Aborted(int handle, int unread, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row >= 0 && (_flags[row] & FullClose) == 0 && _state[row] != (byte)TcpState.TimeWait)
            {
                Cut(row, unread, TransitionCause.UserAbort);
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

            Commit(row);
            _flags[row] &= AllFlags ^ (InCall | Cutting);
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

        /// <summary>A reset from our side. Behind unread data the peer's FIN may stand unseen.</summary>
        private void Cut(int row, int unread, TransitionCause cause)
        {
            if (unread > 0 && (_flags[row] & PeerFin) == 0)
            {
                _flags[row] |= Doubt;
            }

            Move(row, TcpState.Closed, cause);
        }

        /// <summary>The call under way has sent our FIN, or will have.</summary>
        private void Commit(int row)
        {
            if ((_flags[row] & (ShutWrite | InCall | Cutting)) != InCall)
            {
                return;
            }

            if ((_flags[row] & FinRemembered) != 0)
            {
                // The peer's FIN came first, but behind a hole: whether the stack has taken it is not known.
                _flags[row] |= Doubt;
            }

            _flags[row] |= ShutWrite;
            bool full = (_flags[row] & FullClose) != 0;
            TransitionCause cause = full ? TransitionCause.UserClose : TransitionCause.ShutdownWrite;
            switch ((TcpState)_state[row])
            {
                case TcpState.SynReceived:
                case TcpState.Established:
                    Move(row, TcpState.FinWait1, cause);
                    break;
                case TcpState.CloseWait:
                    Move(row, TcpState.LastAck, cause);
                    break;
                default:
                    // The other states have sent it, or there is no connection yet.
                    break;
            }
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
