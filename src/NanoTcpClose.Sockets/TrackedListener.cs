using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <summary>A listening socket whose connections are tracked.</summary>
    /// <remarks>May be closed from another thread while one waits in Accept.</remarks>
    public sealed class TrackedListener
    {
        private const int MicrosecondsPerMs = 1000;

        private readonly SocketMonitor _monitor;
        private readonly Socket _socket;
        private int _closed;

        /// <summary>Binds and listens.</summary>
        /// <param name="monitor">What all sockets of the board share.</param>
        /// <param name="local">Address and port; port 0 lets the stack choose.</param>
        /// <param name="backlog">Connections that may wait to be accepted.</param>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        /// <exception cref="SocketException">The port is taken or the stack has no listener left.</exception>
        public TrackedListener(SocketMonitor monitor, IPEndPoint local, int backlog)
        {
            if (monitor == null || local == null)
            {
                throw new ArgumentNullException();
            }

            _monitor = monitor;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _socket.Bind(local);
            lock (monitor.Gate)
            {
                monitor.Observer.Listen(Port);
            }

            _socket.Listen(backlog);
        }

        /// <summary>Gets the port; of use when the stack chose it.</summary>
        public int Port
        {
            get { return ((IPEndPoint)_socket.LocalEndPoint).Port; }
        }

        /// <summary>Gets a value indicating whether the listener was closed.</summary>
        public bool IsClosed
        {
            get { return _closed != 0; }
        }

        /// <summary>Waits for a connection.</summary>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        /// <returns>The connection, or null when none came or the listener was closed.</returns>
        public TrackedSocket Accept(int timeoutMs)
        {
            if (_closed != 0)
            {
                return null;
            }

            try
            {
                if (!_socket.Poll(timeoutMs * MicrosecondsPerMs, SelectMode.SelectRead))
                {
                    return null;
                }

                return new TrackedSocket(_monitor, _socket.Accept());
            }
            catch (Exception)
            {
                // Closed meanwhile, the peer is gone again, or no socket is left: there is no connection to hand out.
                return null;
            }
        }

        /// <summary>Closes the listener; accepted connections stay. Harmless when closed.</summary>
        public void Close()
        {
            if (Interlocked.Exchange(ref _closed, 1) != 0)
            {
                return;
            }

            int port = Port;
            SocketPlatform.CloseQuietly(_socket);
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                _monitor.Observer.Unlisten(port, _monitor.Clock.NowMicroseconds);
            }
        }
    }
}
