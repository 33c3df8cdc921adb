// Invariant: a user call on a handle whose connection is gone or was never there touches nothing. Close twice is harmless.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        /// <summary>CLOSE (RFC 9293 3.10.4): no more sending, no more reading; our FIN follows what is queued. No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Ok; Closing if it is closing already; NoConnection, Stale, or once Reset, TimedOut, Refused.</returns>
        public int Close(int handle, long now)
        {
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections || (_flags[row] & FullClose) != 0)
            {
                return (int)CallResult.Closing;
            }

            if ((_flags[row] & Reader) != 0)
            {
                return ForgetReader(row);
            }

            return CloseLive(row);
        }

        private int ForgetReader(int row)
        {
            _readLength[row] = 0;
            _flags[row] = 0;
            FreeRow(row);
            return (int)CallResult.Ok;
        }

        private int CloseLive(int row)
        {
            TcpState state = (TcpState)_state[row];
            if (state == TcpState.Closing || state == TcpState.LastAck)
            {
                Mark(row, FullClose, 0);
                return (int)CallResult.Closing;
            }

            _flags[row] |= CloseCalled;
            if (state == TcpState.SynSent)
            {
                End(row, TransitionCause.UserClose);
            }
            else if (_readLength[row] != 0 && !_policy.DrainUnreadAtClose)
            {
                // RFC 9293 3.6.1, RFC 2525 2.17: the peer must learn that its data was not read.
                AbortWith(row, TransitionCause.UnreadData);
            }
            else if (_policy.LingerMs == 0)
            {
                AbortWith(row, TransitionCause.UserAbort);
            }
            else
            {
                CloseInOrder(row, state);
            }

            return (int)CallResult.Ok;
        }

        private void CloseInOrder(int row, TcpState state)
        {
            _flags[row] |= FullClose;
            _readLength[row] = 0;
            if (state == TcpState.FinWait2)
            {
                // After a half-close: the bound of FIN-WAIT-2 runs from the full close.
                _since[row] = _armTick;
                Wake(_armTick + Ticks(_policy.FinWait2TimeoutMs));
                FinishClose(row);
                return;
            }

            if (_policy.LingerMs > 0)
            {
                _lingerAt[row] = _armTick + Ticks(_policy.LingerMs);
                Mark(row, LingerArmed, 0);
                Wake(_lingerAt[row]);
            }

            if (state != TcpState.FinWait1)
            {
                QueueFin(row, TransitionCause.UserClose);
            }
        }

        /// <summary>Shuts the sending side: our FIN goes out, reading goes on (half-close, RFC 9293 3.6). No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>As <see cref="Close"/>.</returns>
        public int ShutdownWrite(int handle, long now)
        {
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections || (_flags[row] & (ShutWrite | Reader)) != 0)
            {
                return (int)CallResult.Closing;
            }

            QueueFin(row, TransitionCause.ShutdownWrite);
            return (int)CallResult.Ok;
        }

        /// <summary>The FIN takes its place behind the data and the state changes at once, whether or not it can be sent yet.</summary>
        private void QueueFin(int row, TransitionCause cause)
        {
            _flags[row] |= ShutWrite;
            switch ((TcpState)_state[row])
            {
                case TcpState.SynReceived:
                    if (_sendLength[row] != 0)
                    {
                        // RFC 9293 3.10.4: queued for processing after entering ESTABLISHED.
                        return;
                    }

                    SetState(row, TcpState.FinWait1, cause);
                    break;
                case TcpState.Established:
                    SetState(row, TcpState.FinWait1, cause);
                    break;
                case TcpState.CloseWait:
                    SetState(row, TcpState.LastAck, cause);
                    break;
                default:
                    // SYN-SENT: the FIN follows once ESTABLISHED.
                    return;
            }

            Push(row);
            if ((_flags[row] & FinSent) == 0 || _firstTx[row] != _armTick)
            {
                // The bound of the new state runs from what was sent before, or from now.
                WakeRow(row);
            }
        }

        /// <summary>Shuts the reading side: nothing is sent; what still comes is dropped (or reset, by policy). No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>As <see cref="Close"/>.</returns>
        public int ShutdownRead(int handle, long now)
        {
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections || (_flags[row] & FullClose) != 0)
            {
                return (int)CallResult.Closing;
            }

            if ((_flags[row] & Reader) != 0)
            {
                return ForgetReader(row);
            }

            Mark(row, ShutRead, 0);
            DropUnread(row);
            return (int)CallResult.Ok;
        }

        private void DropUnread(int row)
        {
            int window = _rcvWnd[row] + _readLength[row];
            _rcvWnd[row] = (ushort)(window > _receiveSize ? _receiveSize : window);
            _readLength[row] = 0;
        }

        /// <summary>ABORT (RFC 9293 3.10.5): the connection or TIME-WAIT entry is gone at once. No allocation.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Ok; NoConnection, Stale, or once Reset, TimedOut, Refused.</returns>
        public int Abort(int handle, long now)
        {
            int row = Reach(handle, now);
            if (row < 0)
            {
                return row;
            }

            if (row >= _connections)
            {
                EndTimeWait(row, TransitionCause.UserAbort);
            }
            else if ((_flags[row] & Reader) != 0)
            {
                ForgetReader(row);
            }
            else
            {
                AbortWith(row, TransitionCause.UserAbort);
            }

            return (int)CallResult.Ok;
        }
    }
}
