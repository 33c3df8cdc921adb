// Invariant: after the constructor nothing is allocated. Every connection is one index into shared arrays of primitives,
// its row; rows from _connections on are TIME-WAIT entries. A row is in the index of 4-tuples exactly while its state is not
// CLOSED. Time is an argument: microseconds outside, ticks of 125 microseconds inside; a deadline never fires early.

using System;

namespace NanoTcpClose
{
    /// <summary>
    /// The TCP close engine: opens, carries little data, and closes connections by RFC 9293 over a link of IPv4 packets.
    /// It does no I/O, reads no clock and starts no thread. Not thread-safe: one lock outside serialises the callers.
    /// Calls return a count or a handle (not negative) or a <see cref="CallResult"/> (negative). All memory is taken in the
    /// constructor. Every <c>now</c> is monotonic time in microseconds, at least 0.
    /// </summary>
    public sealed partial class CloseEngine
    {
        internal const int MicrosecondsPerTick = 125;
        private const int TicksPerMillisecond = 8;
        private const uint TicksPerSecond = 8000;
        private const uint MaxTickJump = 1u << 30;
        private const int MaxInFlight = 4;
        private const int NoRow = 0xFFFF;

        private const int ShutWrite = 0x0001;      // our FIN is queued: the user sends no more
        private const int FullClose = 0x0002;      // the user closed both ways and reads no more
        private const int FinSent = 0x0004;        // our FIN was transmitted at least once
        private const int PeerFin = 0x0008;        // the peer's FIN was accepted; RCV.NXT counts it
        private const int ShutRead = 0x0010;       // the user shut the reading side: data is dropped or reset
        private const int FinRemembered = 0x0020;  // _oofFin holds the sequence number of an out-of-order FIN
        private const int Alarmed = 0x0040;        // close-wait-leak was raised
        private const int SynPending = 0x0080;     // our SYN is not acknowledged: SND.UNA is its number
        private const int Stamped = 0x0100;        // timestamps are in use on this connection
        private const int Passive = 0x0200;        // opened by a SYN to a listener
        private const int Accepted = 0x0400;       // the user has its handle
        private const int RtxArmed = 0x0800;       // _rtxAt is a deadline
        private const int LingerArmed = 0x1000;    // _lingerAt is a deadline
        private const int AckRefused = 0x2000;     // the link refused an ACK: again at the next step of time
        private const int CloseCalled = 0x4000;    // close-finished is owed to the user
        private const int Reader = 0x8000;         // ended in order with unread data: the slot stays until they are read

        /// <summary>Counters by <see cref="EngineCounter"/>, 32 bits, wrapping. Read only.</summary>
        public readonly uint[] Counters;

        /// <summary>When <see cref="Advance"/> must be called at the latest, in microseconds; long.MaxValue: never.</summary>
        public long NextDeadline;

        private readonly ICloseEngineHost _host;
        private readonly CloseEngineOptions _policy;
        private readonly TraceRing _trace;
        private readonly SegmentHeader _in;
        private readonly byte[] _packet;
        private readonly int _connections;
        private readonly int _rows;
        private readonly int _sendSize;
        private readonly int _receiveSize;
        private readonly int _maxSegment;
        private readonly bool _stamps;
        private readonly bool _traceSegments;
        private readonly uint _rtoInitial;
        private readonly uint _rtoMax;
        private readonly uint _r2;
        private readonly uint _shortestBound;
        private uint _localAddress;

        private long _now;
        private long _ticks;
        private uint _tick;
        private uint _armTick;
        private uint _stampOffset;
        private bool _retry;
        private int _ackOwed = NoRow;
        private int _identification;

        /// <summary>Takes all the memory that the engine will ever use.</summary>
        /// <param name="options">Policies and capacities; copied.</param>
        /// <param name="localAddress">Our IPv4 address, first octet on top; every packet to another one is foreign.</param>
        /// <param name="host">Link and event sink.</param>
        /// <param name="trace">Where records go, or null.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <exception cref="ArgumentNullException">options or host is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is outside the range that its documentation names.</exception>
        public CloseEngine(CloseEngineOptions options, uint localAddress, ICloseEngineHost host, TraceRing trace, long now)
        {
            if (options == null || host == null)
            {
                throw new ArgumentNullException();
            }

            _policy = options.Checked();
            _host = host;
            _trace = trace;
            _localAddress = localAddress;
            _connections = options.Connections;
            _rows = options.Connections + options.TimeWaitEntries;
            _sendSize = options.SendBuffer;
            _receiveSize = options.ReceiveBuffer;
            _maxSegment = options.Mss;
            _stamps = options.Timestamps;
            _traceSegments = options.TraceSegments && trace != null;
            _rtoInitial = Ticks(options.RtoInitialMs);
            _rtoMax = Ticks(options.RtoMaxMs);
            _r2 = Ticks(options.R2Ms);
            uint user = Ticks(options.UserTimeoutMs);
            _shortestBound = user != 0 && user < _r2 ? user : _r2;
            _in = new SegmentHeader();
            _packet = new byte[SegmentCodec.HeaderLength(1, true) + options.Mss];
            Counters = new uint[(int)EngineCounter.Count];
            NextDeadline = long.MaxValue;
            _listenPorts = new ushort[options.Listeners];
            BuildRows();
            BuildTimeWait();
            SetTime(now);
        }

        /// <summary>Our IPv4 address, first octet on top; every packet to another one is foreign, and dropped.</summary>
        public uint LocalAddress
        {
            get { return _localAddress; }
            set { _localAddress = value; }
        }

        internal static bool InRange(int value, int low, int high)
        {
            return value >= low && value <= high;
        }

        private static uint Ticks(int milliseconds)
        {
            return (uint)milliseconds * TicksPerMillisecond;
        }

        /// <summary>Sets the time of this call; due timers fire first, so that no call ever sees a state whose time is over.</summary>
        private void Enter(long now)
        {
            if (now >= NextDeadline || now - _now > MaxTickJump * (long)MicrosecondsPerTick)
            {
                Advance(now);
            }
            else
            {
                SetTime(now);
            }
        }

        private void SetTime(long now)
        {
            if (now == _now)
            {
                return;
            }

            long ticks = now / MicrosecondsPerTick;
            _now = now;
            _ticks = ticks;
            _tick = (uint)ticks;
            _armTick = ticks * MicrosecondsPerTick == now ? (uint)ticks : (uint)ticks + 1;
        }

        /// <summary>Makes sure that Advance is called by this tick.</summary>
        private void Wake(uint tick)
        {
            long at = (_ticks + (int)(tick - _tick)) * MicrosecondsPerTick;
            if (at < NextDeadline)
            {
                NextDeadline = at;
            }
        }

        private void Tell(int handle, CloseEvent what, int value)
        {
            if (_trace != null && what != CloseEvent.DataArrived)
            {
                _trace.Note(handle >> SlotBits, (int)what, value, _tick);
            }

            _host.OnEvent(handle, what, value);
        }

        partial void OnTransition(int serial, TcpState from, TcpState to, TransitionCause cause);

        partial void OnDelivered(int row, int count, bool endOfData);
    }
}
