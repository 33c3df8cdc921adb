using System;
using System.Net;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <content>The observe role: the board's own sockets, followed through copies of their segments.</content>
    public sealed partial class BoardApp
    {
        private const int ObserveRole = 0x10;
        private const long SweepMicroseconds = 5000000;

        private long _nextSweep;

        /// <summary>
        /// Starts the observe role: the states of the board's own connections become exact. Where raw sockets are not
        /// permitted they stay inferred from the calls, and the trace says so.
        /// </summary>
        /// <param name="local">The board's address.</param>
        /// <param name="mode">When the tap is open.</param>
        /// <param name="traceSegments">Whether copies become SEGMENT records.</param>
        /// <returns>False when not permitted: <see cref="SegmentTap.PermissionHint"/> names what is missing.</returns>
        /// <exception cref="ArgumentNullException">The address is null.</exception>
        public bool ObserveSockets(IPAddress local, TapMode mode, bool traceSegments)
        {
            if (!_sockets.Observe(local, mode, traceSegments))
            {
                return false;
            }

            lock (_gate)
            {
                _identity.RoleAndProfile = (byte)(ObserveRole | _sockets.Profile.Number);
                _identity.TimeWaitMs = (uint)_sockets.Profile.TimeWaitMs;
                _identity.Connections = _sockets.Slots;
                _identity.TimeWaitEntries = _sockets.Slots;
                SayHello(_board.NowMicroseconds);
            }

            _wake.Set();
            return true;
        }

        private SocketMonitor MakeMonitor(BoardClock clock, BoardAppOptions options)
        {
            int first = options.FirstSocketSerial == 0 ? FirstSocketSerial : options.FirstSocketSerial;
            if (options.Stack == null)
            {
                return new SocketMonitor(
                    clock, _trace, _gate, options.StackSlots, options.StackTimeWaitMs, first);
            }

            return new SocketMonitor(
                clock,
                _trace,
                _gate,
                options.StackSlots,
                options.Stack,
                first,
                options.VerifyTapChecksums);
        }

        private void OnSocketsChanged()
        {
            _wake.Set();
        }

        /// <summary>Ends of data that nobody reads are found without copies as well.</summary>
        private void SweepIfDue(long now)
        {
            if (now >= _nextSweep)
            {
                _nextSweep = now + SweepMicroseconds;
                _sockets.Sweep();
            }
        }
    }
}
