using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <content>The ways to end a connection.</content>
    public sealed partial class TrackedSocket
    {
        private const int MaxLooks = 20;

        /// <summary>What the user is about to do.</summary>
        private enum UserCall
        {
            Shutdown,
            FirstHalf,
            Close,
            Abort,
        }

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

            return ShutWrite(false) ? HalfCloseResult.Done : HalfCloseResult.NotConnected;
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
            SocketPlatform.LingerZero(_socket);
            int unread = TellCallBegins(UserCall.Abort);
            SocketPlatform.CloseQuietly(_socket);
            TellCallReturned();
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
        /// <param name="closing">Whether the close follows at once: the trace says so.</param>
        internal bool ShutWrite(bool closing)
        {
            if (_halfClosed)
            {
                return true;
            }

            _monitor.EdgeBegins();
            TellCallBegins(closing ? UserCall.FirstHalf : UserCall.Shutdown);
            _halfClosed = SocketPlatform.ShutdownWrite(_socket);
            if (_halfClosed)
            {
                LookBehindCall();
                TellCallReturned();
            }
            else
            {
                TellReset(FinBeforeReset.Unknown);
            }

            _monitor.EdgeEnds();
            return _halfClosed;
        }

        /// <summary>
        /// The close call itself, for who holds _closing. Where the platform can, our FIN is sent by a shutdown right
        /// before it: a look between the two proves that the peer's FIN had not come first, its copy seen or not. Unread
        /// data is left to the close alone, which resets as it always does.
        /// </summary>
        internal int CloseSocket()
        {
            _monitor.EdgeBegins();
            int unread;
            bool twice = CanHalfClose && !_monitor.ClosesInOneCall && !_halfClosed;
            PeerCondition seen = twice ? Look(out unread) : PeerCondition.NotConnected;
            if (seen == PeerCondition.Idle || seen == PeerCondition.PeerClosed)
            {
                ShutWrite(true);
            }

            unread = TellCallBegins(UserCall.Close);
            SocketPlatform.CloseQuietly(_socket);
            TellCallReturned();
            _monitor.EdgeEnds();
            _monitor.Leave(this);
            return unread;
        }

        /// <summary>
        /// Looks at the socket and tells the observer that a call begins. The tap may read a copy between the two, before
        /// the stack takes the segment itself, and the call may still overtake it: look again until the stack shows as
        /// much as the copies. If it does not, nobody can tell which came first, and the mark says so.
        /// </summary>
        /// <returns>Bytes that nobody read.</returns>
        private int TellCallBegins(UserCall call)
        {
            for (int look = 1; ; look++)
            {
                int unread;
                PeerCondition seen = Look(out unread);
                lock (_monitor.Gate)
                {
                    CloseObserver observer = _monitor.Observer;
                    long now = _monitor.Clock.NowMicroseconds;
                    bool cuts = call == UserCall.Abort || (call == UserCall.Close && unread > 0);
                    bool ahead = observer.IsAhead(_handle, seen, unread, cuts, now);
                    if (!ahead || look == MaxLooks)
                    {
                        if (ahead)
                        {
                            observer.Doubted(_handle);
                        }

                        switch (call)
                        {
                            case UserCall.Close:
                                observer.Closing(_handle, unread, now);
                                break;
                            case UserCall.Abort:
                                observer.Aborting(_handle, unread, now);
                                break;
                            default:
                                observer.ShuttingWrite(_handle, call == UserCall.FirstHalf, now);
                                break;
                        }

                        return unread;
                    }
                }

                Thread.Sleep(1);
            }
        }

        /// <summary>
        /// After our FIN went: an end of data or a reset that shows now, without a copy that told of it, may have come
        /// before our FIN or after it.
        /// </summary>
        private void LookBehindCall()
        {
            int unread;
            if (Look(out unread) == PeerCondition.DataWaiting)
            {
                // Copies from before the call settle nothing: first sort what there is.
                _monitor.Sync();
                lock (_monitor.Gate)
                {
                    _monitor.Observer.DataWaits(_handle);
                }
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
