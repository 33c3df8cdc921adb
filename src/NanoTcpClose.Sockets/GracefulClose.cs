// Invariant: the socket is closed when Run returns, within DrainMs plus one slice, and Linger is never set: a positive
// linger time leaks the socket on nanoFramework.

using System;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// Closes a socket so that the stack sends FIN and not RST: what is unread is read first, within limits.
    /// </summary>
    internal sealed class GracefulClose
    {
        private const int BufferBytes = 512;
        private const int SliceMs = 100;
        private const int MicrosecondsPerMs = 1000;

        private readonly TrackedSocket _owner;
        private readonly GracefulCloseOptions _options;
        private readonly ISocketClock _clock;
        private bool _halfClosed;

        internal GracefulClose(TrackedSocket owner, GracefulCloseOptions options, ISocketClock clock)
        {
            _owner = owner;
            _options = options;
            _clock = clock;
        }

        /// <summary>Number of unread bytes that were read and thrown away.</summary>
        internal int DiscardedBytes { get; private set; }

        internal CloseOutcome Run()
        {
            // Reading on after our FIN needs half-close; a socket that is half-closed already is read on in any case.
            bool may = _options.WaitForPeer && TrackedSocket.CanHalfClose;
            _halfClosed = _owner.IsHalfClosed || (may && _owner.ShutWrite(false));
            CloseOutcome outcome;
            try
            {
                outcome = _owner.IsBroken ? CloseOutcome.PeerReset : Drain();
            }
            catch (Exception)
            {
                outcome = CloseOutcome.PeerReset;
            }

            _owner.CloseSocket();
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
                    return _owner.Unread() > 0 ? CloseOutcome.TimeLimit : CloseOutcome.FinSent;
                }

                int count = _owner.Drain(buffer);
                if (count == 0)
                {
                    return _owner.IsBroken ? CloseOutcome.PeerReset : CloseOutcome.Complete;
                }

                DiscardedBytes += count;
                if (DiscardedBytes >= _options.DrainBytes && _owner.Unread() > 0)
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

            return _owner.WaitReadable((int)wait);
        }
    }
}
