using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <content>The ways to end a connection.</content>
    public sealed partial class TrackedSocket
    {
        private const int MaxLooks = 20;

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

            if (_closing != 0 || _entered == 0 || State == TcpState.SynSent)
            {
                return HalfCloseResult.NotConnected;
            }

            return ShutWrite() ? HalfCloseResult.Done : HalfCloseResult.NotConnected;
        }

        /// <summary>
        /// Closes gracefully: reads what is unread within the limits, so that the stack sends FIN and not RST.
        /// </summary>
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

            if (EndUnconnected())
            {
                return CloseOutcome.NotConnected;
            }

            GracefulClose close = new GracefulClose(this, options, _monitor.Clock);
            CloseOutcome outcome = close.Run();
            _discardedBytes = close.DiscardedBytes;
            return outcome;
        }

        /// <summary>
        /// Ends the connection at once. The stack sends RST; lwIP sends FIN instead when nothing is unsent,
        /// unacknowledged or unread. Harmless when closed.
        /// </summary>
        public void Abort()
        {
            if (Interlocked.Exchange(ref _closing, 1) != 0 || EndUnconnected())
            {
                return;
            }

            _monitor.EdgeBegins();
            int unread;
            Look(out unread);
            lock (_monitor.Gate)
            {
                _monitor.Observer.Aborting(_handle);
            }

            SocketPlatform.LingerZero(_socket);
            SocketPlatform.CloseQuietly(_socket);
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                _monitor.Observer.Aborted(_handle, unread, _monitor.Clock.NowMicroseconds);
                _monitor.Observer.CallReturned(_handle, _monitor.Clock.NowMicroseconds);
            }

            _monitor.EdgeEnds();
            _monitor.Leave(this);
        }

        /// <summary>Closes at once, as Socket.Close does: unread data makes the stack reset the connection.</summary>
        /// <returns>Bytes that nobody had read; a second call does nothing and gives 0.</returns>
        public int CloseNow()
        {
            if (Interlocked.Exchange(ref _closing, 1) != 0 || EndUnconnected())
            {
                return 0;
            }

            return CloseSocket();
        }

        /// <summary>Sends our FIN with the observer told before and after.</summary>
        internal bool ShutWrite()
        {
            if (_halfClosed)
            {
                return true;
            }

            _monitor.EdgeBegins();
            TellCallBegins(false);
            _halfClosed = SocketPlatform.ShutdownWrite(_socket);
            if (_halfClosed)
            {
                TellCallReturned();
            }
            else
            {
                TellReset();
            }

            _monitor.EdgeEnds();
            return _halfClosed;
        }

        /// <summary>The close call itself, for who holds _closing.</summary>
        internal int CloseSocket()
        {
            _monitor.EdgeBegins();
            int unread = TellCallBegins(true);
            SocketPlatform.CloseQuietly(_socket);
            TellCallReturned();
            _monitor.EdgeEnds();
            _monitor.Leave(this);
            return unread;
        }

        /// <summary>
        /// Looks at the socket and tells the observer that a call begins. The tap may read the copy of the peer's FIN between
        /// the two, before the stack takes the FIN itself, and the call may still overtake it: look again until the stack shows
        /// the end of the data as well. If it does not, nobody can tell which came first, and the mark says so.
        /// </summary>
        /// <returns>Bytes that nobody read.</returns>
        private int TellCallBegins(bool closing)
        {
            for (int look = 1; ; look++)
            {
                int unread;
                PeerCondition seen = Look(out unread);
                lock (_monitor.Gate)
                {
                    CloseObserver observer = _monitor.Observer;
                    bool ahead = seen == PeerCondition.Idle && observer.StateOf(_handle) == TcpState.CloseWait;
                    if (!ahead || look == MaxLooks)
                    {
                        if (ahead)
                        {
                            observer.Doubted(_handle);
                        }

                        if (closing)
                        {
                            observer.Closing(_handle, unread, _monitor.Clock.NowMicroseconds);
                        }
                        else
                        {
                            observer.ShuttingWrite(_handle, unread, _monitor.Clock.NowMicroseconds);
                        }

                        return unread;
                    }
                }

                Thread.Sleep(1);
            }
        }

        /// <summary>Ends a socket that has no connection yet; false when it has one.</summary>
        private bool EndUnconnected()
        {
            if (_entered != 0 && State != TcpState.SynSent)
            {
                return false;
            }

            SocketPlatform.CloseQuietly(_socket);
            if (_entered != 0)
            {
                lock (_monitor.Gate)
                {
                    _monitor.Observer.ConnectFailed(_handle, false, _monitor.Clock.NowMicroseconds);
                }

                _monitor.Leave(this);
            }

            return true;
        }
    }
}
