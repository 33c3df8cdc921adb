// Invariant: after the constructor nothing is allocated. A connection is one index into shared arrays of primitives,
// its row; a row is in the index of 4-tuples exactly while its state is not CLOSED. A row stands for a slot of the
// stack, TIME-WAIT included. No state is claimed without a mark unless a copy of a segment or a call of the user
// proves it.

using System;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// The observe role: follows the connections of a stack that is not ours, from copies of the segments that reach
    /// it and from the calls of its user. Outbound segments are never seen; they follow from the calls, the bytes
    /// sent and the acknowledgements received. It does no I/O, reads no clock and starts no thread. Not thread-safe:
    /// one lock outside.
    /// </summary>
    public sealed partial class CloseObserver
    {
        /// <summary>Mark of a transition that follows from socket calls alone.</summary>
        public const int InferredMark = 0x10;

        /// <summary>Mark of a transition that may be another one, because copies were or may have been lost.</summary>
        public const int UncertainMark = 0x20;

        private const int MicrosecondsPerTick = 125;
        private const int TicksPerMs = 8;
        private const int NoRow = 0xFFFF;
        private const int SlotBits = 15;
        private const int SlotMask = (1 << SlotBits) - 1;
        private const int LastSerial = 0xFFFF;

        private const uint IssKnown = 0x0001;       // _iss is our initial sequence number
        private const uint IrsKnown = 0x0002;       // _irs is the peer's
        private const uint ShutWrite = 0x0004;      // our FIN stands behind what was sent
        private const uint FullClose = 0x0008;      // the socket is closed: nobody reads any more
        private const uint PeerFin = 0x0010;        // the peer's FIN was accepted; _rcvNxt counts it
        private const uint FinRemembered = 0x0020;  // _farFin holds the number of a FIN beyond a hole
        private const uint HasFar = 0x0040;         // _farStart and _farEnd hold data beyond a hole
        private const uint InCall = 0x0080;         // a call is under way: what arrives now may have come before it
        private const uint Soft = 0x0100;           // uncertain until a segment settles it
        private const uint Doubt = 0x0200;          // uncertain for good: the way taken cannot be told any more
        private const uint Passive = 0x0400;        // opened by a SYN to a listener
        private const uint Accepted = 0x0800;       // the user has it
        private const uint Alarmed = 0x1000;        // close-wait-leak was told
        private const uint Silent = 0x2000;         // state-uncertain was told for this state
        private const uint GuessedIss = 0x4000;     // _iss is a guess
        private const uint Cutting = 0x8000;        // the call under way makes the stack reset
        private const uint Ending = 0x10000;        // the sending direction was shut as the first half of a full close
        private const uint Second = 0x20000;        // the call under way closes what had sent our FIN before
        private const uint Unread = 0x40000;        // ... and there is unread data
        private const uint Abort = 0x80000;         // ... because the user aborts, not because of the data
        private const uint ResetCopied = 0x100000;  // ended by the copy of a RST; stays until the row is used again
        private const uint AllFlags = 0xFFFFFFFF;

        private readonly StackProfile _profile;
        private readonly TraceRing _trace;
        private readonly IObserverSink _sink;
        private readonly SegmentHeader _in = new SegmentHeader();
        private readonly bool _verify;
        private long _now;
        private uint _tick;
        private bool _tapOpen;
        private bool _ahead;

        /// <summary>Takes all the memory that it will ever use.</summary>
        /// <param name="profile">How the stack behaves; not copied, not changed.</param>
        /// <param name="slots">Connections that it can follow, 1 to 32767; as many as the stack has.</param>
        /// <param name="listeners">Listening ports that it can follow.</param>
        /// <param name="firstSerial">First connection number in the trace.</param>
        /// <param name="verifyChecksums">
        /// Whether copies with a wrong TCP checksum are dropped. Off where the link leaves checksums to hardware
        /// (loopback, veth).
        /// </param>
        /// <param name="trace">Where records go, or null.</param>
        /// <param name="sink">Who is told, or null.</param>
        /// <exception cref="ArgumentNullException">The profile is null.</exception>
        /// <exception cref="ArgumentOutOfRangeException">slots or listeners is out of range.</exception>
        public CloseObserver(
            StackProfile profile,
            int slots,
            int listeners,
            int firstSerial,
            bool verifyChecksums,
            TraceRing trace,
            IObserverSink sink)
        {
            if (profile == null)
            {
                throw new ArgumentNullException();
            }

            if (slots < 1 || slots > SlotMask || listeners < 0 || listeners > SlotMask)
            {
                throw new ArgumentOutOfRangeException();
            }

            _profile = profile;
            _trace = trace;
            _sink = sink;
            _verify = verifyChecksums;
            _firstSerial = firstSerial < 1 ? 1 : firstSerial;
            _nextSerial = _firstSerial;
            NextDeadline = long.MaxValue;
            BuildRows(slots, listeners);
        }

        /// <summary>Gets the profile of the stack.</summary>
        public StackProfile Profile
        {
            get { return _profile; }
        }

        /// <summary>
        /// Gets when <see cref="Advance"/> must be called at the latest, in microseconds; long.MaxValue: never.
        /// </summary>
        public long NextDeadline { get; private set; }

        /// <summary>Gets or sets a value indicating whether copies of segments become SEGMENT records.</summary>
        public bool TraceSegments { get; set; }

        /// <summary>Gets the number of copies that were no TCP segments or had a wrong checksum.</summary>
        public uint Unparsable { get; private set; }

        /// <summary>Gets the number of connections that found no free row and are not followed.</summary>
        public uint Untracked { get; private set; }

        /// <summary>
        /// Gets or sets a value indicating whether copies arrive; while they do not, records are marked inferred.
        /// </summary>
        public bool TapOpen
        {
            get { return _tapOpen; }
            set { _tapOpen = value; }
        }

        private void SetTime(long now)
        {
            if (now > _now)
            {
                _now = now;
                _tick = (uint)(now / MicrosecondsPerTick);
            }
        }

        /// <summary>Sets the time of this call; due timers fire first.</summary>
        private void Enter(long now)
        {
            SetTime(now);
            if (_now >= NextDeadline)
            {
                Advance(now);
            }
        }

        /// <summary>The one place that changes a state: obeys the diagram, marks, traces and tells.</summary>
        private void Move(int row, TcpState to, TransitionCause cause)
        {
            uint flags = _flags[row];
            if (_ahead)
            {
                // The segment that moves the state is itself beyond what the copies show.
                flags |= Soft;
            }
            else if ((flags & (Soft | Doubt)) == Soft && FromSegment(cause))
            {
                // What had been uncertain is known now, and the record says that it is.
                cause = TransitionCause.Evidence;
                flags &= AllFlags ^ Soft;
            }

            MoveMarked(row, to, cause, flags);
        }

        private void MoveMarked(int row, TcpState to, TransitionCause cause, uint flags)
        {
            TcpState from = (TcpState)_state[row];
            if (cause != TransitionCause.Evidence && !TransitionTable.IsLegal(from, to, cause))
            {
                // A broken invariant: the record still tells what happened, and the mark that it is not to be relied
                // on.
                if (_trace != null)
                {
                    _trace.Fault((int)from, _serial[row], _tick);
                }

                flags |= Doubt;
            }

            _flags[row] = flags & (AllFlags ^ Silent);
            _state[row] = (byte)to;
            _since[row] = _tick;
            int marks = (flags & (Soft | Doubt)) != 0 ? UncertainMark : 0;
            marks |= _tapOpen ? 0 : InferredMark;
            if (_trace != null)
            {
                _trace.Transition(_serial[row], (int)from, (int)to, (int)cause, marks, _tick);
            }

            if (_sink != null)
            {
                _sink.Moved(HandleOf(row), from, to, cause, marks);
            }

            if (to == TcpState.Closed)
            {
                Release(row);
            }
            else
            {
                WakeRow(row);
            }
        }

        private static bool FromSegment(TransitionCause cause)
        {
            return cause == TransitionCause.FinAcked || cause == TransitionCause.FinReceived
                || cause == TransitionCause.FinAndAck || cause == TransitionCause.ResetReceived
                || cause == TransitionCause.SynAcked;
        }

        private void Note(int row, CloseEvent what, int value)
        {
            if (_trace != null)
            {
                _trace.Note(row < 0 ? 0 : _serial[row], (int)what, value, _tick);
            }

            if (_sink != null)
            {
                _sink.Noted(row < 0 ? 0 : HandleOf(row), what, value);
            }
        }
    }
}
