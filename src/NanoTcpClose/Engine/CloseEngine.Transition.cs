// Invariant: SetState is the only writer of a connection's state while it lives. It obeys TransitionTable, traces, and stamps
// the time; a transition that the table does not know aborts that connection with a RST and a FAULT record.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private void SetState(int row, TcpState to, TransitionCause cause)
        {
            TcpState from = (TcpState)_state[row];
            if (!TransitionTable.IsLegal(from, to, cause))
            {
                FailSafe(row);
                return;
            }

            _state[row] = (byte)to;
            _cause[row] = (byte)cause;
            _since[row] = _armTick;
            int retransmissions = _backoff[row];
            Record(_serial[row], from, to, cause, retransmissions);
            if (retransmissions != 0 && _una[row] == _sndNxt[row])
            {
                _backoff[row] = 0;
            }
        }

        /// <summary>The only writer of single flags: what is in both arguments ends up set.</summary>
        private void Mark(int row, int set, int clear)
        {
            _flags[row] = (ushort)((_flags[row] & ~clear) | set);
        }

        private void Count(EngineCounter what)
        {
            Counters[(int)what]++;
        }

        private void Record(int serial, TcpState from, TcpState to, TransitionCause cause, int retransmissions)
        {
            if (_trace != null)
            {
                _trace.Transition(serial, (int)from, (int)to, (int)cause, retransmissions, _tick);
            }

            OnTransition(serial, from, to, cause);
        }

        /// <summary>A broken invariant: the peer gets a RST, the connection ends, the rest of the engine goes on.</summary>
        private void FailSafe(int row)
        {
            TcpState from = (TcpState)_state[row];
            Count(EngineCounter.Faults);
            if (_trace != null)
            {
                _trace.Fault((int)from, _serial[row], _tick);
            }

            if (from != TcpState.Closed)
            {
                SendReset(row);
                _state[row] = (byte)TcpState.Closed;
                _cause[row] = (byte)TransitionCause.Fault;
                Record(_serial[row], from, TcpState.Closed, TransitionCause.Fault, _backoff[row]);
                Release(row, false);
            }
        }

        /// <summary>The connection is over. Its slot is free at once, unless it ended in order and holds unread data.</summary>
        private void End(int row, TransitionCause cause)
        {
            SetState(row, TcpState.Closed, cause);
            if (_cause[row] != (byte)cause)
            {
                // The table did not know this end: the fail-safe has released the row already.
                return;
            }

            TellEnd(HandleOf(row), cause);
            Release(row, cause == TransitionCause.FinAcked || cause == TransitionCause.Overflow);
        }

        private void TellEnd(int handle, TransitionCause cause)
        {
            switch (cause)
            {
                case TransitionCause.ResetReceived:
                case TransitionCause.Refused:
                    Count(EngineCounter.ResetsReceived);
                    Tell(handle, CloseEvent.ResetByPeer, 0);
                    break;
                case TransitionCause.RetriesExhausted:
                case TransitionCause.UserTimeout:
                case TransitionCause.FinWait2Timeout:
                    Tell(handle, CloseEvent.TimedOut, 0);
                    break;
                case TransitionCause.Evicted:
                    Count(EngineCounter.Evictions);
                    Tell(handle, CloseEvent.Evicted, 0);
                    break;
                case TransitionCause.Overflow:
                    Count(EngineCounter.TimeWaitOverflows);
                    Tell(handle, CloseEvent.TimeWaitOverflow, 0);
                    break;
                case TransitionCause.LingerExpired:
                    Tell(handle, CloseEvent.LingerExpired, 0);
                    break;
                default:
                    break;
            }
        }

        /// <summary>Takes a row whose state is CLOSED out of the index and gives its slot back, or leaves it to its reader.</summary>
        private void Release(int row, bool readable)
        {
            Unlink(row);
            FinishClose(row);
            Count(EngineCounter.Ended);
            LeaveSlot(row, readable);
        }

        private void LeaveSlot(int row, bool readable)
        {
            bool kept = readable && _readLength[row] != 0 && (_flags[row] & FullClose) == 0;
            _flags[row] = kept ? (ushort)(Reader | PeerFin) : (ushort)0;
            if (!kept)
            {
                FreeRow(row);
            }
        }

        /// <summary>close-finished, once for each close call.</summary>
        private void FinishClose(int row)
        {
            int flags = _flags[row];
            if ((flags & CloseCalled) != 0)
            {
                _flags[row] = (ushort)(flags & ~(CloseCalled | LingerArmed));
                Tell(HandleOf(row), CloseEvent.CloseFinished, 0);
            }
        }

        /// <summary>Ends a connection from our side. A RST goes out where the peer may still believe in it (RFC 9293 3.10.5).</summary>
        private void AbortWith(int row, TransitionCause cause)
        {
            switch ((TcpState)_state[row])
            {
                case TcpState.SynReceived:
                case TcpState.Established:
                case TcpState.FinWait1:
                case TcpState.FinWait2:
                case TcpState.CloseWait:
                    SendReset(row);
                    break;
                default:
                    // SYN-SENT, CLOSING, LAST-ACK: RFC 9293 3.10.5 sends nothing.
                    break;
            }

            End(row, cause);
        }
    }
}
