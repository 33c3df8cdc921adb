// Invariant: the socket is closed when Run returns, within DrainMs plus one slice, and Linger is never set: a positive
// linger time leaks the socket on nanoFramework.

using System;
using System.Net.Sockets;

namespace NanoTcpClose.Sockets
{
    /// <summary>Closes a socket so that the stack sends FIN and not RST: what is unread is read first, within limits.</summary>
    internal sealed class GracefulClose
    {
        private const int BufferBytes = 512;
        private const int SliceMs = 100;
        private const int MicrosecondsPerMs = 1000;

        private readonly Socket _socket;
        private readonly GracefulCloseOptions _options;
        private readonly ISocketClock _clock;
        private bool _halfClosed;

        internal GracefulClose(Socket socket, GracefulCloseOptions options, ISocketClock clock, bool halfClosed)
        {
            _socket = socket;
            _options = options;
            _clock = clock;
            _halfClosed = halfClosed;
        }

        /// <summary>Number of unread bytes that were read and thrown away.</summary>
        internal int DiscardedBytes { get; private set; }

        internal CloseOutcome Run()
        {
            if (!_halfClosed && _options.WaitForPeer)
            {
                _halfClosed = SocketPlatform.ShutdownWrite(_socket);
            }

            CloseOutcome outcome;
            try
            {
                outcome = Drain();
            }
            catch (Exception)
            {
                outcome = CloseOutcome.PeerReset;
            }

            SocketPlatform.CloseQuietly(_socket);
            return outcome;
        }

        private CloseOutcome Drain()
        {
            byte[] buffer = new byte[BufferBytes];
            long deadline = _clock.NowMicroseconds + ((long)_options.DrainMs * MicrosecondsPerMs);
            while (true)
            {
                long left = deadline - _clock.NowMicroseconds;
                if (!WaitReadable(left))
                {
                    if (_halfClosed && left > 0)
                    {
                        continue;
                    }

                    return CloseOutcome.FinSent;
                }

                if (left <= 0)
                {
                    return _socket.Available > 0 ? CloseOutcome.TimeLimit : CloseOutcome.FinSent;
                }

                int count = _socket.Receive(buffer, 0, buffer.Length, SocketFlags.None);
                if (count == 0)
                {
                    return CloseOutcome.Complete;
                }

                DiscardedBytes += count;
                if (DiscardedBytes >= _options.DrainBytes && _socket.Available > 0)
                {
                    return CloseOutcome.ByteLimit;
                }
            }
        }

        /// <summary>Waits one slice at most, for data, the end of data or an error.</summary>
        private bool WaitReadable(long leftMicroseconds)
        {
            int sliceMs = _halfClosed ? SliceMs : _options.QuietMs;
            long wait = (long)sliceMs * MicrosecondsPerMs;
            if (leftMicroseconds < wait)
            {
                wait = leftMicroseconds < 0 ? 0 : leftMicroseconds;
            }

            return _socket.Poll((int)wait, SelectMode.SelectRead);
        }
    }
}
