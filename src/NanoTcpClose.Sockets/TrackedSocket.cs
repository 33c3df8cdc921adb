// Invariant: no lock is held over a call that can wait, so that a close from another thread always gets through; the
// first close wins, and every later one finds _closing set.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// A TCP socket of the board's own stack that knows how it is closed: connect with a time limit, counted bytes, a
    /// graceful close with a result, and CLOSE-WAIT told from idle.
    /// </summary>
    /// <remarks>
    /// May be used from several threads. Calls return a count or a negative <see cref="CallResult"/>.
    /// </remarks>
    public sealed partial class TrackedSocket
    {
        private readonly SocketMonitor _monitor;
        private readonly Socket _socket;
        private int _handle;
        private int _localPort;
        private int _remotePort;
        private int _serial;
        private int _closing;
        private int _entered;
        private bool _halfClosed;
        private bool _broken;
        private long _bytesSent;
        private long _bytesReceived;
        private int _discardedBytes;

        /// <summary>Initializes a socket that is to be connected.</summary>
        /// <param name="monitor">What all sockets of the board share.</param>
        /// <exception cref="ArgumentNullException">The monitor is null.</exception>
        /// <exception cref="SocketException">The stack has no socket left.</exception>
        public TrackedSocket(SocketMonitor monitor)
        {
            if (monitor == null)
            {
                throw new ArgumentNullException();
            }

            _monitor = monitor;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        }

        internal TrackedSocket(SocketMonitor monitor, Socket accepted)
        {
            _monitor = monitor;
            _socket = accepted;
            _entered = 1;
            TellAccepted();
        }

        /// <summary>Gets the state: exact in the observe role, else as the calls made tell it.</summary>
        public TcpState State
        {
            get
            {
                lock (_monitor.Gate)
                {
                    return _monitor.Observer.StateOf(_handle);
                }
            }
        }

        /// <summary>
        /// Gets a value indicating whether the state may be another one, because copies were or may have been lost.
        /// </summary>
        public bool IsUncertain
        {
            get
            {
                lock (_monitor.Gate)
                {
                    return (_monitor.Observer.MarksOf(_handle) & CloseObserver.UncertainMark) != 0;
                }
            }
        }

        /// <summary>Gets the connection's number in the trace; 0 before it has one.</summary>
        public int Serial
        {
            get { return _serial; }
        }

        /// <summary>Gets the number of bytes handed to the stack.</summary>
        public long BytesSent
        {
            get { return _bytesSent; }
        }

        /// <summary>Gets the number of bytes read by the user.</summary>
        public long BytesReceived
        {
            get { return _bytesReceived; }
        }

        /// <summary>Gets the number of unread bytes that the graceful close threw away.</summary>
        public int DiscardedBytes
        {
            get { return _discardedBytes; }
        }

        /// <summary>Limits how long a send may wait for a peer that does not read.</summary>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        public void LimitSend(int timeoutMs)
        {
            try
            {
                _socket.SendTimeout = timeoutMs;
            }
            catch (Exception)
            {
                // A socket that is closed already sends nothing.
            }
        }

        /// <summary>Connects within a time limit.</summary>
        /// <param name="remote">The peer.</param>
        /// <param name="timeoutMs">Longest wait in milliseconds; the stack alone would try for over a minute.</param>
        /// <returns>
        /// Ok, TimedOut, Refused or another <see cref="CallResult"/>; on failure the socket is closed.
        /// </returns>
        public int Connect(IPEndPoint remote, int timeoutMs)
        {
            if (remote == null)
            {
                throw new ArgumentNullException();
            }

            if (Interlocked.CompareExchange(ref _entered, 1, 0) != 0 || _closing != 0)
            {
                return (int)CallResult.InUse;
            }

            _monitor.EdgeBegins();
            TellConnecting(remote);
            int result = new ConnectAttempt(_socket, remote).Run(timeoutMs);
            if (_closing == 0)
            {
                TellConnected(result);
            }

            _monitor.EdgeEnds();
            if (result != (int)CallResult.Ok && Interlocked.Exchange(ref _closing, 1) == 0)
            {
                _monitor.Leave(this);
                SocketPlatform.CloseQuietly(_socket);
            }

            return result == (int)CallResult.Ok && _closing != 0 ? (int)CallResult.Closing : result;
        }

        /// <summary>Sends all bytes; waits while the stack's buffer is full, at most the send timeout.</summary>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns>The number of bytes sent, or a <see cref="CallResult"/>.</returns>
        public int Send(byte[] data, int offset, int count)
        {
            if (_closing != 0 || _halfClosed)
            {
                return (int)CallResult.Closing;
            }

            int sent = 0;
            TellSent(count);
            try
            {
                while (sent < count)
                {
                    int taken = _socket.Send(data, offset + sent, count - sent, SocketFlags.None);
                    if (taken <= 0)
                    {
                        break;
                    }

                    sent += taken;
                    _bytesSent += taken;
                }

                return sent;
            }
            catch (Exception exception)
            {
                return Failed(exception);
            }
            finally
            {
                TellSent(sent - count);
            }
        }

        /// <summary>Waits for data and takes it.</summary>
        /// <param name="data">Receives the bytes.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Most bytes to take.</param>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        /// <returns>
        /// Number of bytes, WouldBlock when none came, EndOfData, or another <see cref="CallResult"/>.
        /// </returns>
        public int Receive(byte[] data, int offset, int count, int timeoutMs)
        {
            if (_closing != 0)
            {
                return (int)CallResult.Closing;
            }

            try
            {
                if (!_socket.Poll(timeoutMs * 1000, SelectMode.SelectRead))
                {
                    return (int)CallResult.WouldBlock;
                }

                int taken = _socket.Receive(data, offset, count, SocketFlags.None);
                if (taken == 0)
                {
                    TellEndOfData();
                    return _broken ? (int)CallResult.Reset : (int)CallResult.EndOfData;
                }

                TellReceived(taken);
                return taken;
            }
            catch (Exception exception)
            {
                return Failed(exception);
            }
        }

        /// <summary>Tells what the peer did, without reading any data away.</summary>
        /// <returns>The condition; PeerClosed is CLOSE-WAIT.</returns>
        public PeerCondition Probe()
        {
            if (_closing != 0 || _entered == 0 || State == TcpState.SynSent)
            {
                return PeerCondition.NotConnected;
            }

            int unread;
            return Look(out unread);
        }

        /// <summary>Reads for the graceful close; 0 is the end of data. Throws as the socket does.</summary>
        internal int Drain(byte[] buffer)
        {
            int taken = _socket.Receive(buffer, 0, buffer.Length, SocketFlags.None);
            if (taken == 0)
            {
                TellEndOfData();
            }
            else
            {
                TellReceived(taken);
            }

            return taken;
        }

        internal int LocalPort
        {
            get { return _localPort; }
        }

        internal int RemotePort
        {
            get { return _remotePort; }
        }

        internal int Handle
        {
            get { return _handle; }
        }

        internal bool IsHalfClosed
        {
            get { return _halfClosed; }
        }

        internal bool IsBroken
        {
            get { return _broken; }
        }

        internal bool WaitReadable(int microseconds)
        {
            return _socket.Poll(microseconds, SelectMode.SelectRead);
        }

        internal int Unread()
        {
            return _socket.Available;
        }

        private int Failed(Exception exception)
        {
            if (_closing != 0)
            {
                return (int)CallResult.Closing;
            }

            int result = SocketErrors.Classify(exception);
            if (result == (int)CallResult.Reset)
            {
                TellReset(FinBefore(exception));
            }

            return result;
        }
    }
}
