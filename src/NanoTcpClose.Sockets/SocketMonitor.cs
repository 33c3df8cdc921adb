// Invariant: the observer and the trace change under _gate alone. Lock order: the tap's reading lock, then _gate; so
// nothing that holds _gate drains the tap. The alarm is called outside of both.

using System;
using System.Net;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// What all tracked sockets of a board share: the clock, the trace, the observer of the stack's connections and
    /// its tap. Without the tap states are inferred from the socket calls, and every record says so.
    /// </summary>
    /// <remarks>
    /// May be used from any thread. Nothing is allocated after the constructor and <see cref="Observe"/>.
    /// </remarks>
    public sealed partial class SocketMonitor : ISegmentSink, IObserverSink
    {
        private const int MsPerSecond = 1000;
        private const int MaxListeners = 8;

        private readonly object _gate;
        private readonly ISocketClock _clock;
        private readonly TraceRing _trace;
        private readonly CloseObserver _observer;
        private readonly TrackedSocket[] _members;
        private int _open;

        /// <summary>Initializes the monitor with the profile of this platform's stack.</summary>
        /// <param name="clock">The clock.</param>
        /// <param name="trace">The trace ring, or null for no trace.</param>
        /// <param name="gate">The lock that guards the trace ring; shared with its other users.</param>
        /// <param name="slots">Connections that the stack can hold, TIME-WAIT included; 16 on an ESP32.</param>
        /// <param name="timeWaitMs">How long the stack holds TIME-WAIT, in milliseconds; 120,000 on an ESP32.</param>
        /// <param name="firstSerial">First connection number in the trace.</param>
        /// <exception cref="ArgumentNullException">The clock or the gate is null.</exception>
        public SocketMonitor(
            ISocketClock clock, TraceRing trace, object gate, int slots, int timeWaitMs, int firstSerial)
            : this(clock, trace, gate, slots, WithTimeWait(timeWaitMs), firstSerial, true)
        {
        }

        /// <summary>Initializes the monitor.</summary>
        /// <param name="clock">The clock.</param>
        /// <param name="trace">The trace ring, or null for no trace.</param>
        /// <param name="gate">The lock that guards the trace ring; shared with its other users.</param>
        /// <param name="slots">Connections that the stack can hold, TIME-WAIT included.</param>
        /// <param name="profile">How the stack behaves.</param>
        /// <param name="firstSerial">First connection number in the trace.</param>
        /// <param name="verifyChecksums">Off where the link leaves checksums to hardware: loopback, veth.</param>
        /// <exception cref="ArgumentNullException">The clock, the gate or the profile is null.</exception>
        public SocketMonitor(
            ISocketClock clock,
            TraceRing trace,
            object gate,
            int slots,
            StackProfile profile,
            int firstSerial,
            bool verifyChecksums)
        {
            if (clock == null || gate == null)
            {
                throw new ArgumentNullException();
            }

            _clock = clock;
            _trace = trace;
            _gate = gate;
            _members = new TrackedSocket[slots];
            _observer = new CloseObserver(profile, slots, MaxListeners, firstSerial, verifyChecksums, trace, this);
            _tap = new SegmentTap(this, SocketPlatform.PacketBytes);
        }

        /// <summary>Raised, outside of every lock, when the last free slot or the one before it was taken.</summary>
        public event SlotAlarm SlotsLow;

        /// <summary>Raised when a deadline moved or a record was born; the handler only signals.</summary>
        public event SocketsChanged Changed;

        /// <summary>Gets the clock.</summary>
        public ISocketClock Clock
        {
            get { return _clock; }
        }

        /// <summary>Gets the profile of the stack.</summary>
        public StackProfile Profile
        {
            get { return _observer.Profile; }
        }

        /// <summary>Gets the number of slots of the stack.</summary>
        public int Slots
        {
            get { return _observer.Slots; }
        }

        /// <summary>Gets the number of tracked sockets that are connected or connecting.</summary>
        public int OpenSockets
        {
            get { return _open; }
        }

        /// <summary>Gets the number of slots that TIME-WAIT holds.</summary>
        public int SlotsInTimeWait
        {
            get { return CountInState(TcpState.TimeWait); }
        }

        /// <summary>Gets the number of free slots.</summary>
        public int FreeSlots
        {
            get
            {
                lock (_gate)
                {
                    _observer.Advance(_clock.NowMicroseconds);
                    return _observer.FreeSlots;
                }
            }
        }

        /// <summary>Gets the milliseconds until TIME-WAIT gives the next slot back; -1 when it holds none.</summary>
        public int NextSlotFreeMs
        {
            get
            {
                lock (_gate)
                {
                    return _observer.NextFreeMs(_clock.NowMicroseconds);
                }
            }
        }

        /// <summary>Gets the observer; to be used under <see cref="Gate"/> alone.</summary>
        internal CloseObserver Observer
        {
            get { return _observer; }
        }

        /// <summary>Gets the lock.</summary>
        internal object Gate
        {
            get { return _gate; }
        }

        /// <summary>Gets or sets who else is told, under the lock; for tests.</summary>
        internal IObserverSink Spy { get; set; }

        /// <summary>Lists the seconds that each TIME-WAIT still holds its slot.</summary>
        /// <param name="seconds">Receives them, rounded up; what does not fit is left out.</param>
        /// <returns>Number of values written.</returns>
        public int CopyTimeWaitSeconds(int[] seconds)
        {
            int count = 0;
            lock (_gate)
            {
                _observer.Advance(_clock.NowMicroseconds);
                for (int row = 0; row < _observer.Slots && count < seconds.Length; row++)
                {
                    int ms = _observer.HeldMs(row);
                    if (ms >= 0)
                    {
                        seconds[count++] = (ms + MsPerSecond - 1) / MsPerSecond;
                    }
                }
            }

            return count;
        }

        /// <summary>Counts the connections in a state; TIME-WAIT counts the slots held by it.</summary>
        /// <param name="state">The state.</param>
        /// <returns>How many.</returns>
        public int CountInState(TcpState state)
        {
            lock (_gate)
            {
                _observer.Advance(_clock.NowMicroseconds);
                int count = 0;
                for (int row = 0; state == TcpState.TimeWait && row < _observer.Slots; row++)
                {
                    count += _observer.IsHeld(row) ? 1 : 0;
                }

                return state == TcpState.TimeWait ? count : _observer.CountInState(state);
            }
        }

        /// <summary>
        /// Gets when <see cref="Advance"/> is wanted, in microseconds of the clock. The caller holds the lock.
        /// </summary>
        public long NextDeadline
        {
            get { return _observer.NextDeadline; }
        }

        /// <summary>Ends what the stack has ended by now. The caller holds the lock.</summary>
        /// <param name="now">The time, microseconds.</param>
        public void Advance(long now)
        {
            _observer.Advance(now);
        }

        /// <summary>
        /// Looks at every open socket without reading its data: finds the ends of data that nobody reads, where
        /// copies were lost or never came. For a call every second or less often.
        /// </summary>
        public void Sweep()
        {
            for (int k = 0; k < _members.Length; k++)
            {
                TrackedSocket member = _members[k];
                if (member != null)
                {
                    member.Probe();
                }
            }
        }

        /// <inheritdoc/>
        void IObserverSink.Moved(int handle, TcpState from, TcpState to, TransitionCause cause, int flags)
        {
            if (Spy != null)
            {
                Spy.Moved(handle, from, to, cause, flags);
            }

            Signal();
        }

        /// <inheritdoc/>
        void IObserverSink.Noted(int handle, CloseEvent what, int value)
        {
            if (Spy != null)
            {
                Spy.Noted(handle, what, value);
            }

            Signal();
        }

        /// <summary>A socket is in use: it will be swept.</summary>
        internal void Join(TrackedSocket member)
        {
            lock (_gate)
            {
                _open++;
                for (int k = 0; k < _members.Length; k++)
                {
                    if (_members[k] == null)
                    {
                        _members[k] = member;
                        return;
                    }
                }
            }
        }

        /// <summary>A socket is closed.</summary>
        internal void Leave(TrackedSocket member)
        {
            lock (_gate)
            {
                _open--;
                for (int k = 0; k < _members.Length; k++)
                {
                    if (_members[k] == member)
                    {
                        _members[k] = null;
                    }
                }
            }
        }

        /// <summary>A connection took a slot: warns while there is still something to be done. Holds no lock.</summary>
        internal void CheckSlots(int handle)
        {
            int free;
            int nextFreeMs;
            lock (_gate)
            {
                long now = _clock.NowMicroseconds;
                free = _observer.FreeSlots;
                nextFreeMs = _observer.NextFreeMs(now);
                if (free <= 1)
                {
                    _observer.NoteLastSlot(handle, free, now);
                }
            }

            SlotAlarm alarm = SlotsLow;
            if (free <= 1 && alarm != null)
            {
                alarm(free, nextFreeMs);
            }
        }

        private static StackProfile WithTimeWait(int timeWaitMs)
        {
            StackProfile profile = SocketPlatform.OwnProfile();
            profile.TimeWaitMs = timeWaitMs;
            return profile;
        }

        private void Signal()
        {
            SocketsChanged changed = Changed;
            if (changed != null)
            {
                changed();
            }
        }
    }
}
