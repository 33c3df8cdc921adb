// Invariant: one thread, one buffer, and _reading is held while a packet is taken and sorted: who holds it and finds
// the socket empty knows that every copy made before is sorted. The raw socket hands out copies; the stack goes on
// with its own, so losing one here loses knowledge and nothing else.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// Reads copies of the TCP segments that reach the board, through a raw IPv4 socket for protocol 6.
    /// </summary>
    public sealed class SegmentTap
    {
        /// <summary>What is missing where the tap cannot be opened.</summary>
        public const string PermissionHint =
            "The segment tap needs a raw IPv4 socket (root or CAP_NET_RAW on Linux, firmware with raw sockets on a "
            + "board); states are inferred from the socket calls alone.";

        private const int PollMicroseconds = 200000;
        private const int PauseMs = 100;
        private const int JoinMs = 2000;
        private const int MinHeaderBytes = 20;
        private const int TcpProtocol = 6;
        private const int PortBytes = 4;
        private const int MaxDrained = 4096;

        private readonly object _reading = new object();
        private readonly ISegmentSink _sink;
        private readonly byte[] _buffer;
        private Socket _socket;
        private Thread _thread;
        private bool _running;

        /// <summary>Initializes the tap; it is closed.</summary>
        /// <param name="sink">Takes the segments, on the tap's thread or on that of <see cref="Drain"/>.</param>
        /// <param name="bufferBytes">Longest packet that is read; 1,600 holds an Ethernet frame.</param>
        /// <exception cref="ArgumentNullException">The sink is null.</exception>
        public SegmentTap(ISegmentSink sink, int bufferBytes)
        {
            if (sink == null)
            {
                throw new ArgumentNullException();
            }

            _sink = sink;
            _buffer = new byte[bufferBytes];
        }

        /// <summary>Gets a value indicating whether copies arrive.</summary>
        public bool IsOpen
        {
            get { return _running; }
        }

        /// <summary>Gets the number of packets read.</summary>
        public uint Seen { get; private set; }

        /// <summary>Gets the number of packets of connections that nobody tracks.</summary>
        public uint Skipped { get; private set; }

        /// <summary>Gets the number of packets that are no readable TCP segments.</summary>
        public uint Malformed { get; private set; }

        /// <summary>Opens the raw socket and starts the reader. Harmless when open.</summary>
        /// <param name="local">Our address; a raw socket must be bound before it receives.</param>
        /// <returns>False where it is not permitted: see <see cref="PermissionHint"/>.</returns>
        public bool Open(IPAddress local)
        {
            lock (_reading)
            {
                if (_running)
                {
                    return true;
                }

                Socket socket = OpenRaw(local);
                if (socket == null)
                {
                    return false;
                }

                _socket = socket;
                _running = true;
                _thread = new Thread(ReadLoop);
                _thread.Start();
                return true;
            }
        }

        /// <summary>Stops the reader and closes the raw socket. Harmless when closed.</summary>
        public void Close()
        {
            Thread reader = null;
            lock (_reading)
            {
                if (_running)
                {
                    _running = false;
                    reader = _thread;
                }
            }

            if (reader != null)
            {
                reader.Join(JoinMs);
            }
        }

        /// <summary>Sorts every copy that was made before this call, on the caller's thread.</summary>
        public void Drain()
        {
            lock (_reading)
            {
                try
                {
                    int left = MaxDrained;
                    while (_running && left-- > 0 && _socket.Poll(0, SelectMode.SelectRead))
                    {
                        Sort(_socket.Receive(_buffer, 0, _buffer.Length, SocketFlags.None));
                    }
                }
                catch (Exception)
                {
                    // What could not be read is a lost copy, no reason to fail the caller.
                    Malformed++;
                }
            }
        }

        private static Socket OpenRaw(IPAddress local)
        {
            Socket socket = null;
            try
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp);
                SocketPlatform.WidenReceive(socket);
                socket.Bind(new IPEndPoint(local, 0));
                return socket;
            }
            catch (Exception)
            {
                if (socket != null)
                {
                    SocketPlatform.CloseQuietly(socket);
                }

                return null;
            }
        }

        private void ReadLoop()
        {
            Socket socket = _socket;
            while (_running && _socket == socket)
            {
                try
                {
                    if (socket.Poll(PollMicroseconds, SelectMode.SelectRead))
                    {
                        ReadOne(socket);
                    }
                    else if (CloseIfCalm(socket))
                    {
                        break;
                    }
                }
                catch (Exception)
                {
                    // Wi-Fi loss shows here; the tap stays and tries again.
                    Thread.Sleep(PauseMs);
                }
            }

            SocketPlatform.CloseQuietly(socket);
        }

        private void ReadOne(Socket socket)
        {
            lock (_reading)
            {
                // A drain on another thread may have been faster.
                if (socket.Poll(0, SelectMode.SelectRead))
                {
                    Sort(socket.Receive(_buffer, 0, _buffer.Length, SocketFlags.None));
                }
            }
        }

        private bool CloseIfCalm(Socket socket)
        {
            lock (_reading)
            {
                bool empty = !socket.Poll(0, SelectMode.SelectRead);
                if (empty && _running && _sink.MayClose())
                {
                    _running = false;
                }

                return !_running;
            }
        }

        private void Sort(int length)
        {
            byte[] packet = _buffer;
            Seen++;
            int header = length >= MinHeaderBytes ? (packet[0] & 0x0F) * 4 : 0;
            if (header < MinHeaderBytes || packet[9] != TcpProtocol || length < header + PortBytes)
            {
                Malformed++;
                return;
            }

            uint source = ((uint)packet[12] << 24) | ((uint)packet[13] << 16) | ((uint)packet[14] << 8) | packet[15];
            int sourcePort = (packet[header] << 8) | packet[header + 1];
            int targetPort = (packet[header + 2] << 8) | packet[header + 3];
            if (!_sink.Wants(source, sourcePort, targetPort))
            {
                Skipped++;
                return;
            }

            _sink.Segment(packet, length);
        }
    }
}
