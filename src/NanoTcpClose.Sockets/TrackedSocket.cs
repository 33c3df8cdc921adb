// Invariant: _state changes under _lock alone and each change is told to the monitor once. No lock is held over a call
// that can wait, so that a close from another thread always gets through.

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
    /// <remarks>May be used from several threads. Calls return a count or a negative <see cref="CallResult"/>.</remarks>
    public sealed partial class TrackedSocket
    {
        private readonly object _lock = new object();
        private readonly SocketMonitor _monitor;
        private readonly Socket _socket;
        private TcpState _state = TcpState.Closed;
        private int _serial;
        private int _closing;
        private int _entered;
        private bool _halfClosed;
        private bool _weClosedFirst;
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
            Enter(false);
            Move(TcpState.SynReceived, TransitionCause.PassiveOpen, 0);
            Move(TcpState.Established, TransitionCause.SynAcked, 0);
        }

        /// <summary>Gets the state as the calls made tell it; the stack may be further.</summary>
        public TcpState State
        {
            get { return _state; }
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
        /// <returns>Ok, TimedOut, Refused or another <see cref="CallResult"/>; on failure the socket is closed.</returns>
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

            _serial = _monitor.Enter();
            Move(TcpState.SynSent, TransitionCause.ActiveOpen, 0);
            int result = new ConnectAttempt(_socket, remote).Run(timeoutMs);
            if (result == (int)CallResult.Ok && _closing == 0)
            {
                TellOpened(true);
                Move(TcpState.Established, TransitionCause.SynAcked, 0);
                return result;
            }

            if (Interlocked.Exchange(ref _closing, 1) == 0)
            {
                bool refused = result == (int)CallResult.Refused;
                Move(TcpState.Closed, refused ? TransitionCause.Refused : TransitionCause.UserAbort, 0);
                _monitor.Leave(false);
                SocketPlatform.CloseQuietly(_socket);
            }

            return result == (int)CallResult.Ok ? (int)CallResult.Closing : result;
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
        }

        /// <summary>Waits for data and takes it.</summary>
        /// <param name="data">Receives the bytes.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Most bytes to take.</param>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        /// <returns>Number of bytes, WouldBlock when none came, EndOfData, or another <see cref="CallResult"/>.</returns>
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
                    PeerEnded();
                    return (int)CallResult.EndOfData;
                }

                _bytesReceived += taken;
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
            if (_closing != 0 || _state == TcpState.Closed || _state == TcpState.SynSent)
            {
                return PeerCondition.NotConnected;
            }

            try
            {
                if (!_socket.Poll(0, SelectMode.SelectRead))
                {
                    return PeerCondition.Idle;
                }

                if (_socket.Available > 0)
                {
                    return PeerCondition.DataWaiting;
                }

                if (_socket.Poll(0, SelectMode.SelectError))
                {
                    return PeerCondition.Broken;
                }

                PeerEnded();
                return PeerCondition.PeerClosed;
            }
            catch (Exception)
            {
                return PeerCondition.Broken;
            }
        }

        private int Failed(Exception exception)
        {
            if (_closing != 0)
            {
                return (int)CallResult.Closing;
            }

            return SocketErrors.Classify(exception);
        }
    }
}
