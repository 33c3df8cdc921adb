// Invariant: between the last look at a socket and the return of a call that ends a direction anything may arrive; what
// came before that call and what came after it is told only where a segment or a later look proves it, else marked.

namespace NanoTcpClose.Sockets
{
    /// <content>What came first: a call of the user or a segment of the peer.</content>
    public sealed partial class CloseObserver
    {
        /// <summary>How long after its copy was read a segment has been taken by the stack for certain.</summary>
        private const int TakenMs = 5;

        /// <summary>
        /// Whether the copies show more than a look at the socket did: data, the peer's FIN or a reset that the stack
        /// had not taken yet. A call made now may still overtake it.
        /// </summary>
        /// <param name="handle">The connection.</param>
        /// <param name="seen">What the look showed.</param>
        /// <param name="unread">Bytes that it showed.</param>
        /// <param name="cuts">Whether the call makes the stack reset.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>True when one should look again before the call.</returns>
        public bool IsAhead(int handle, PeerCondition seen, int unread, bool cuts, long now)
        {
            Enter(now);
            int row = Resolve(handle);
            if (row < 0)
            {
                row = handle & SlotMask;
                bool known = handle > 0 && row < _state.Length && _serial[row] == handle >> SlotBits;
                return known && (_flags[row] & ResetCopied) != 0 && seen != PeerCondition.Broken;
            }

            uint flags = _flags[row];
            uint fin = (flags & PeerFin) != 0 ? 1u : 0u;
            uint waiting = _rcvNxt[row] - _irs[row] - 1 - fin - _read[row];
            if ((flags & IrsKnown) != 0 && seen != PeerCondition.Broken && (int)(waiting - (uint)unread) > 0)
            {
                return true;
            }

            if (fin != 0 && seen == PeerCondition.Idle)
            {
                return true;
            }

            // An acknowledgement, a FIN behind data, and data where the initial number is not known, no look shows: only
            // their age tells that the stack has them.
            int state = _state[row];
            bool byCopy = state == (byte)TcpState.CloseWait || state == (byte)TcpState.FinWait2
                || state == (byte)TcpState.Closing || state == (byte)TcpState.TimeWait;
            bool fresh = byCopy && IsFresh(_since[row]);
            fresh |= (flags & FinRemembered) != 0 && IsFresh(_heard[row]);
            return (fresh && (cuts || seen == PeerCondition.DataWaiting))
                || ((flags & IrsKnown) == 0 && Learned(row) && IsFresh(_heard[row]));
        }

        private bool IsFresh(uint since)
        {
            return (int)(_tick - since) < TakenMs * TicksPerMs;
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

        /// <summary>
        /// After a call that sent our FIN data waits to be read: the peer's FIN may stand behind it, come before ours
        /// and its copy lost. The next segment tells, if the peer's initial number is known.
        /// </summary>
        /// <param name="handle">The connection.</param>
        public void DataWaits(int handle)
        {
            int row = Resolve(handle);
            if (row >= 0 && IsCallOpen(row) && (_flags[row] & PeerFin) == 0)
            {
                _flags[row] |= (_flags[row] & IrsKnown) != 0 ? Soft : Doubt;
            }
        }

        /// <summary>Whether a call is under way that sends our FIN, and nothing has told yet that it did.</summary>
        private bool IsCallOpen(int row)
        {
            return (_flags[row] & (ShutWrite | InCall | Cutting)) == InCall;
        }

        /// <summary>
        /// What arrives while a call is under way came after it if it acknowledges our FIN; else nobody can tell, and
        /// the mark says so.
        /// </summary>
        private void Order(int row, bool finAcked)
        {
            SegmentHeader s = _in;
            uint flags = _flags[row];
            if ((flags & InCall) == 0)
            {
                return;
            }

            bool fin = (s.Flags & TcpFlags.Fin) != 0;
            bool data = s.PayloadLength != 0;
            if ((flags & Cutting) != 0)
            {
                _flags[row] |= finAcked || fin ? Doubt : 0;
            }
            else if ((flags & ShutWrite) != 0)
            {
                // Before the close it is unread data, maybe with the end behind it; after it the stack resets.
                _flags[row] |= data && (flags & Second) != 0 ? Doubt : 0;
            }
            else if (finAcked)
            {
                if ((int)(s.Seq - _rcvNxt[row]) > 0)
                {
                    // Something before it was not seen: the peer's FIN, maybe, and that before ours.
                    _flags[row] |= Soft;
                }

                Commit(row);
            }
            else if (fin || (data && (flags & (FullClose | FinRemembered)) != 0))
            {
                // Data decides where nobody will read it, and where the peer's FIN waits behind it.
                _flags[row] |= Doubt;
                Commit(row);
            }
        }

        /// <summary>
        /// The call under way has reset, unless TIME-WAIT was faster. Behind unread data the peer's FIN may stand unseen;
        /// in FIN-WAIT-1 and CLOSING the acknowledgement of ours may have come without its copy.
        /// </summary>
        private void Cut(int row)
        {
            uint flags = _flags[row];
            _flags[row] = flags & (AllFlags ^ (InCall | Cutting));
            TcpState state = (TcpState)_state[row];
            if (state != TcpState.TimeWait)
            {
                bool unseen = (flags & (Unread | PeerFin)) == Unread;
                unseen |= state == TcpState.FinWait1 || state == TcpState.Closing;
                _flags[row] |= unseen ? Doubt : 0;
                bool user = (flags & Abort) != 0 || state == TcpState.Closing || state == TcpState.LastAck;
                Move(row, TcpState.Closed, user ? TransitionCause.UserAbort : TransitionCause.UnreadData);
            }
        }

        /// <summary>The call under way has sent our FIN, or will have.</summary>
        private void Commit(int row)
        {
            if (!IsCallOpen(row))
            {
                return;
            }

            if ((_flags[row] & FinRemembered) != 0)
            {
                // The peer's FIN came first, but behind a hole: whether the stack has taken it is not known.
                _flags[row] |= Doubt;
            }

            _flags[row] |= ShutWrite;
            bool full = (_flags[row] & (FullClose | Ending)) != 0;
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
    }
}
