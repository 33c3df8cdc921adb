// Invariant: a timer here mirrors one of the stack; it never ends what the stack still holds, and an end that only
// the clock tells is marked. NextDeadline is never later than the earliest deadline of a row.

namespace NanoTcpClose.Sockets
{
    /// <content>The stack's own timers, as its profile tells them.</content>
    public sealed partial class CloseObserver
    {
        private bool _endsState;

        /// <summary>
        /// Ends what the stack has ended by now. Call it at <see cref="NextDeadline"/> or later. O(rows) when due.
        /// </summary>
        /// <param name="now">The time, microseconds.</param>
        public void Advance(long now)
        {
            SetTime(now);
            if (_now < NextDeadline)
            {
                return;
            }

            NextDeadline = long.MaxValue;
            for (int row = 0; row < _state.Length; row++)
            {
                if (_state[row] != (byte)TcpState.Closed)
                {
                    AdvanceRow(row);
                }
            }
        }

        /// <summary>Milliseconds until a slot held by TIME-WAIT becomes free; -1 when none is.</summary>
        /// <param name="now">The time, microseconds.</param>
        /// <returns>Milliseconds, rounded up.</returns>
        public int NextFreeMs(long now)
        {
            Enter(now);
            int found = -1;
            for (int row = 0; row < _state.Length; row++)
            {
                int left = HeldMs(row);
                if (left >= 0 && (found < 0 || left < found))
                {
                    found = left;
                }
            }

            return found;
        }

        /// <summary>Milliseconds that TIME-WAIT still holds the slot of a row; -1 when it does not.</summary>
        /// <param name="row">0 to <see cref="Slots"/> less one.</param>
        /// <returns>Milliseconds, rounded up.</returns>
        internal int HeldMs(int row)
        {
            if (!IsHeld(row))
            {
                return -1;
            }

            int left = (int)(EndOf(row) - _tick);
            return left <= 0 ? 0 : (left + TicksPerMs - 1) / TicksPerMs;
        }

        /// <summary>TIME-WAIT, or without copies a closed socket that may be in it.</summary>
        internal bool IsHeld(int row)
        {
            return _state[row] == (byte)TcpState.TimeWait
                || (!_tapOpen && _state[row] != (byte)TcpState.Closed && (_flags[row] & FullClose) != 0);
        }

        private void AdvanceRow(int row)
        {
            uint at = NextTimer(row);
            if (at != 0 && (int)(_tick - at) >= 0)
            {
                Fire(row);
                at = _state[row] == (byte)TcpState.Closed ? 0 : NextTimer(row);
            }

            Wake(at);
        }

        private void WakeRow(int row)
        {
            Wake(NextTimer(row));
        }

        private void Wake(uint at)
        {
            if (at == 0)
            {
                return;
            }

            int left = (int)(at - _tick);
            long when = _now + ((long)(left < 1 ? 1 : left + 1) * MicrosecondsPerTick);
            if (when < NextDeadline)
            {
                NextDeadline = when;
            }
        }

        /// <summary>The earliest deadline of a row; 0: none.</summary>
        private uint NextTimer(int row)
        {
            uint end = EndOf(row);
            _endsState = true;
            uint flags = _flags[row];
            int state = _state[row];
            uint other = 0;
            if (state == (byte)TcpState.CloseWait && _profile.CloseWaitAlarmMs != 0 && (flags & Alarmed) == 0)
            {
                other = Due(_since[row], _profile.CloseWaitAlarmMs);
            }
            else if (end != 0 && (flags & (Silent | Soft | Doubt)) == 0 && IsOwedAnAnswer(state))
            {
                uint quiet = (int)(_heard[row] - _since[row]) > 0 ? _heard[row] : _since[row];
                other = Due(quiet, _profile.SilenceMs);
            }

            if (other != 0 && (end == 0 || (int)(other - end) < 0))
            {
                _endsState = false;
                return other;
            }

            return end;
        }

        private static bool IsOwedAnAnswer(int state)
        {
            return state >= (byte)TcpState.FinWait1 && state != (byte)TcpState.TimeWait;
        }

        /// <summary>When the stack ends the state by itself; 0: never.</summary>
        private uint EndOf(int row)
        {
            uint flags = _flags[row];
            uint since = _since[row];
            uint origin = _profile.CountsFromLastSegment ? _stamp[row] : since;
            bool closed = (flags & FullClose) != 0;
            switch ((TcpState)_state[row])
            {
                case TcpState.SynReceived:
                    return (flags & Accepted) == 0 ? After(since, _profile.SynReceivedMs) : 0;
                case TcpState.FinWait1:
                case TcpState.Closing:
                    return closed ? After(since, _tapOpen ? _profile.FinAckMs : _profile.TimeWaitMs) : 0;
                case TcpState.LastAck:
                    return After(closed ? origin : since, _profile.LastAckMs);
                case TcpState.FinWait2:
                    return closed ? After(origin, _tapOpen ? _profile.FinWait2Ms : _profile.TimeWaitMs) : 0;
                case TcpState.TimeWait:
                    return After(origin, _profile.TimeWaitMs);
                default:
                    return 0;
            }
        }

        /// <summary>Never before what the stack's own step can reach, and never 0, which stands for "none".</summary>
        private uint After(uint start, int milliseconds)
        {
            return Due(start, milliseconds + _profile.StepMs);
        }

        private static uint Due(uint start, int milliseconds)
        {
            uint at = start + ((uint)milliseconds * TicksPerMs);
            return at == 0 ? 1 : at;
        }

        private void Fire(int row)
        {
            if (!_endsState)
            {
                Remind(row);
                return;
            }

            switch ((TcpState)_state[row])
            {
                case TcpState.TimeWait:
                    MoveMarked(row, TcpState.Closed, TransitionCause.TimeWaitExpired, _flags[row]);
                    break;
                case TcpState.FinWait2:
                    // The peer's FIN may have come without its copy.
                    MoveMarked(row, TcpState.Closed, TransitionCause.FinWait2Timeout, _flags[row] | Doubt);
                    break;
                default:
                    MoveMarked(row, TcpState.Closed, TransitionCause.RetriesExhausted, _flags[row] | Doubt);
                    break;
            }
        }

        private void Remind(int row)
        {
            int lastedMs = (int)(_tick - _since[row]) / TicksPerMs;
            if (_state[row] == (byte)TcpState.CloseWait)
            {
                _flags[row] |= Alarmed;
                Note(row, CloseEvent.CloseWaitLeak, lastedMs);
                return;
            }

            _flags[row] |= Silent | Soft;
            Note(row, CloseEvent.StateUncertain, lastedMs);
        }
    }
}
