// Invariant: serials and the slot table change under _gate alone; the alarm is called outside of it.

using System;

namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// What all tracked sockets of a board share: the clock, the trace, and the account of the stack's connection slots.
    /// States are inferred from the socket calls, and every record says so.
    /// </summary>
    /// <remarks>May be used from any thread. Nothing is allocated after the constructor.</remarks>
    public sealed class SocketMonitor
    {
        /// <summary>The mark of a state that follows from socket calls alone.</summary>
        internal const int Inferred = 0x10;

        /// <summary>The mark of a state that may be another one.</summary>
        internal const int Uncertain = 0x20;

        private const int MicrosecondsPerTick = 125;
        private const int MicrosecondsPerMs = 1000;

        private readonly object _gate;
        private readonly ISocketClock _clock;
        private readonly TraceRing _trace;
        private readonly long[] _heldUntil;
        private readonly int _timeWaitMs;
        private readonly int[] _byState = new int[(int)TcpState.TimeWait + 1];
        private int _nextSerial;
        private int _open;

        /// <summary>Initializes the monitor.</summary>
        /// <param name="clock">The clock.</param>
        /// <param name="trace">The trace ring, or null for no trace.</param>
        /// <param name="gate">The lock that guards the trace ring; shared with its other users.</param>
        /// <param name="slots">Connections that the stack can hold, TIME-WAIT included; 16 on an ESP32.</param>
        /// <param name="timeWaitMs">How long the stack holds TIME-WAIT, in milliseconds; 120,000 on an ESP32.</param>
        /// <param name="firstSerial">First connection number in the trace.</param>
        /// <exception cref="ArgumentNullException">The clock or the gate is null.</exception>
        public SocketMonitor(
            ISocketClock clock, TraceRing trace, object gate, int slots, int timeWaitMs, int firstSerial)
        {
            if (clock == null || gate == null)
            {
                throw new ArgumentNullException();
            }

            _clock = clock;
            _trace = trace;
            _gate = gate;
            _heldUntil = new long[slots];
            _timeWaitMs = timeWaitMs;
            _nextSerial = firstSerial;
        }

        /// <summary>Raised, outside of every lock, when the last free slot or the one before it was taken.</summary>
        public event SlotAlarm SlotsLow;

        /// <summary>Gets the clock.</summary>
        public ISocketClock Clock
        {
            get { return _clock; }
        }

        /// <summary>Gets the number of slots of the stack.</summary>
        public int Slots
        {
            get { return _heldUntil.Length; }
        }

        /// <summary>Gets the number of tracked sockets that are connected or connecting.</summary>
        public int OpenSockets
        {
            get
            {
                lock (_gate)
                {
                    return _open;
                }
            }
        }

        /// <summary>Gets the number of slots that TIME-WAIT holds, as far as the calls made tell.</summary>
        public int SlotsInTimeWait
        {
            get
            {
                lock (_gate)
                {
                    return CountHeld(_clock.NowMicroseconds);
                }
            }
        }

        /// <summary>Gets the number of free slots.</summary>
        public int FreeSlots
        {
            get
            {
                lock (_gate)
                {
                    return CountFree(_clock.NowMicroseconds);
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
                    return NextFreeMs(_clock.NowMicroseconds);
                }
            }
        }

        /// <summary>Lists the seconds that each TIME-WAIT still holds its slot.</summary>
        /// <param name="seconds">Receives them, rounded up; what does not fit is left out.</param>
        /// <returns>Number of values written.</returns>
        public int CopyTimeWaitSeconds(int[] seconds)
        {
            int count = 0;
            lock (_gate)
            {
                long now = _clock.NowMicroseconds;
                for (int i = 0; i < _heldUntil.Length && count < seconds.Length; i++)
                {
                    if (_heldUntil[i] > now)
                    {
                        seconds[count++] = (int)((_heldUntil[i] - now + 999999) / 1000000);
                    }
                }
            }

            return count;
        }

        /// <summary>Counts the open tracked sockets in a state; TIME-WAIT counts the slots held by it.</summary>
        /// <param name="state">The state.</param>
        /// <returns>How many.</returns>
        public int CountInState(TcpState state)
        {
            lock (_gate)
            {
                return state == TcpState.TimeWait ? CountHeld(_clock.NowMicroseconds) : _byState[(int)state];
            }
        }

        /// <summary>A socket takes a slot.</summary>
        /// <returns>Its number in the trace.</returns>
        internal int Enter()
        {
            int serial;
            int free;
            int nextFreeMs;
            lock (_gate)
            {
                long now = _clock.NowMicroseconds;
                serial = _nextSerial++;
                _open++;
                free = CountFree(now);
                nextFreeMs = NextFreeMs(now);
                if (free == 0 && _trace != null)
                {
                    _trace.Note(serial, (int)CloseEvent.LastSlot, free, TickOf(now));
                }
            }

            SlotAlarm alarm = SlotsLow;
            if (free <= 1 && alarm != null)
            {
                alarm(free, nextFreeMs);
            }

            return serial;
        }

        /// <summary>A socket gives its slot back, or leaves it to TIME-WAIT when we closed first.</summary>
        internal void Leave(bool leavesTimeWait)
        {
            lock (_gate)
            {
                _open--;
                if (leavesTimeWait)
                {
                    Hold(_clock.NowMicroseconds);
                }
            }
        }

        /// <summary>Traces the opening of a connection.</summary>
        internal void Opened(int serial, uint local, int localPort, uint remote, int remotePort, bool active)
        {
            if (_trace == null)
            {
                return;
            }

            lock (_gate)
            {
                uint tick = TickOf(_clock.NowMicroseconds);
                _trace.Open(serial, local, localPort, remote, remotePort, active, 0, 0, tick);
            }
        }

        /// <summary>Counts and traces a transition.</summary>
        internal void Transition(int serial, TcpState from, TcpState to, TransitionCause cause, int flags)
        {
            lock (_gate)
            {
                CountTransition(from, to);
                if (_trace != null)
                {
                    uint tick = TickOf(_clock.NowMicroseconds);
                    _trace.Transition(serial, (int)from, (int)to, (int)cause, Inferred | flags, tick);
                }
            }
        }

        private static uint TickOf(long now)
        {
            return (uint)(now / MicrosecondsPerTick);
        }

        private void CountTransition(TcpState from, TcpState to)
        {
            if (from != TcpState.Closed)
            {
                _byState[(int)from]--;
            }

            if (to != TcpState.Closed)
            {
                _byState[(int)to]++;
            }
        }

        private void Hold(long now)
        {
            int earliest = 0;
            for (int i = 0; i < _heldUntil.Length; i++)
            {
                if (_heldUntil[i] <= now)
                {
                    earliest = i;
                    break;
                }

                if (_heldUntil[i] < _heldUntil[earliest])
                {
                    earliest = i;
                }
            }

            _heldUntil[earliest] = now + ((long)_timeWaitMs * MicrosecondsPerMs);
        }

        private int CountHeld(long now)
        {
            int held = 0;
            for (int i = 0; i < _heldUntil.Length; i++)
            {
                if (_heldUntil[i] > now)
                {
                    held++;
                }
            }

            return held;
        }

        private int CountFree(long now)
        {
            int free = _heldUntil.Length - _open - CountHeld(now);
            return free < 0 ? 0 : free;
        }

        private int NextFreeMs(long now)
        {
            long next = long.MaxValue;
            for (int i = 0; i < _heldUntil.Length; i++)
            {
                if (_heldUntil[i] > now && _heldUntil[i] < next)
                {
                    next = _heldUntil[i];
                }
            }

            return next == long.MaxValue ? -1 : (int)((next - now) / MicrosecondsPerMs);
        }
    }
}
