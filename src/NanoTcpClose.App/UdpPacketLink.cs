using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.App
{
    /// <summary>A packet link over UDP: one IPv4 packet a datagram, to and from one fixed peer.</summary>
    /// <remarks>The socket is connected, so that receiving allocates nothing and strangers are not heard.</remarks>
    public sealed class UdpPacketLink : IPacketLink
    {
        private const int MicrosecondsPerMs = 1000;

        private readonly Socket _socket;
        private int _closed;

        /// <summary>Opens the link.</summary>
        /// <param name="localPort">Our UDP port; 0 lets the stack choose.</param>
        /// <param name="peer">The peer's address and UDP port.</param>
        /// <exception cref="ArgumentNullException">The peer is null.</exception>
        /// <exception cref="SocketException">The port is taken or no socket is left.</exception>
        public UdpPacketLink(int localPort, IPEndPoint peer)
        {
            if (peer == null)
            {
                throw new ArgumentNullException();
            }

            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _socket.Bind(new IPEndPoint(IPAddress.Any, localPort));
            _socket.Connect(peer);
        }

        /// <summary>Gets our UDP port.</summary>
        public int LocalPort
        {
            get { return ((IPEndPoint)_socket.LocalEndPoint).Port; }
        }

        /// <inheritdoc/>
        public bool Send(byte[] datagram, int length)
        {
            if (_closed != 0)
            {
                return false;
            }

            try
            {
                return _socket.Send(datagram, 0, length, SocketFlags.None) == length;
            }
            catch (Exception)
            {
                // No route or no peer for the moment: refused, and the engine tries again.
                return false;
            }
        }

        /// <inheritdoc/>
        public int Receive(byte[] buffer, int timeoutMs)
        {
            if (_closed != 0)
            {
                return -1;
            }

            try
            {
                if (!_socket.Poll(timeoutMs * MicrosecondsPerMs, SelectMode.SelectRead))
                {
                    return 0;
                }

                return _socket.Receive(buffer, 0, buffer.Length, SocketFlags.None);
            }
            catch (Exception)
            {
                // A port that nobody listens on yet shows here as a reset; that is silence, not the end of the link.
                return _closed != 0 ? -1 : 0;
            }
        }

        /// <summary>Closes the link; a waiting receive ends within its time. Harmless when closed.</summary>
        public void Close()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
            {
                _socket.Close();
            }
        }
    }
}
