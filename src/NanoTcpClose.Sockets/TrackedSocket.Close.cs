using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <content>The ways to end a connection.</content>
    public sealed partial class TrackedSocket
    {
        /// <summary>Gets a value indicating whether this platform can close one direction.</summary>
        public static bool CanHalfClose
        {
            get { return SocketPlatform.HasHalfClose; }
        }

        /// <summary>Sends our FIN and keeps reading, where the platform has half-close.</summary>
        /// <returns>Done, or why not; on the board always NotSupported.</returns>
        public HalfCloseResult ShutdownWrite()
        {
            if (!CanHalfClose)
            {
                return HalfCloseResult.NotSupported;
            }

            if (_closing != 0 || !SocketPlatform.ShutdownWrite(_socket))
            {
                return HalfCloseResult.NotConnected;
            }

            lock (_lock)
            {
                if (!_halfClosed)
                {
                    _halfClosed = true;
                    FinGoesOut(TransitionCause.ShutdownWrite);
                }
            }

            return HalfCloseResult.Done;
        }

        /// <summary>Closes gracefully: reads what is unread within the limits, so that the stack sends FIN and not RST.</summary>
        /// <param name="options">The limits.</param>
        /// <returns>How it ended. A second call does nothing and says AlreadyClosed.</returns>
        public CloseOutcome Close(GracefulCloseOptions options)
        {
            if (options == null)
            {
                throw new System.ArgumentNullException();
            }

            if (Interlocked.Exchange(ref _closing, 1) != 0)
            {
                return CloseOutcome.AlreadyClosed;
            }

            if (_entered == 0 || _state == TcpState.SynSent)
            {
                EndUnconnected();
                return CloseOutcome.NotConnected;
            }

            lock (_lock)
            {
                if (!_halfClosed)
                {
                    FinGoesOut(TransitionCause.UserClose);
                }
            }

            GracefulClose close = new GracefulClose(_socket, options, _monitor.Clock, _halfClosed);
            CloseOutcome outcome = close.Run();
            _discardedBytes = close.DiscardedBytes;
            Finish(outcome);
            return outcome;
        }

        /// <summary>
        /// Ends the connection at once. The stack sends RST; lwIP sends FIN instead when nothing is unsent, unacknowledged
        /// or unread. Harmless when closed.
        /// </summary>
        public void Abort()
        {
            if (Interlocked.Exchange(ref _closing, 1) != 0)
            {
                return;
            }

            if (_entered == 0 || _state == TcpState.SynSent)
            {
                EndUnconnected();
                return;
            }

            SocketPlatform.LingerZero(_socket);
            SocketPlatform.CloseQuietly(_socket);
            Move(TcpState.Closed, TransitionCause.UserAbort, 0);
            _monitor.Leave(false);
        }

        private void EndUnconnected()
        {
            SocketPlatform.CloseQuietly(_socket);
            if (_entered != 0)
            {
                Move(TcpState.Closed, TransitionCause.UserClose, 0);
                _monitor.Leave(false);
            }
        }

        /// <summary>Tells the rest of the story as far as the outcome of the drain gives it away.</summary>
        private void Finish(CloseOutcome outcome)
        {
            bool timeWait = false;
            switch (outcome)
            {
                case CloseOutcome.Complete:
                    PeerEnded();
                    timeWait = _weClosedFirst;
                    break;
                case CloseOutcome.FinSent:
                    // The stack goes on alone and tells nobody; the slot is counted as held for the whole time.
                    timeWait = _weClosedFirst;
                    break;
                case CloseOutcome.PeerReset:
                    Move(TcpState.Closed, TransitionCause.ResetReceived, 0);
                    break;
                default:
                    Move(TcpState.Closed, TransitionCause.UnreadData, 0);
                    break;
            }

            if (_state == TcpState.LastAck)
            {
                Move(TcpState.Closed, TransitionCause.FinAcked, SocketMonitor.Uncertain);
            }

            _monitor.Leave(timeWait);
        }
    }
}
