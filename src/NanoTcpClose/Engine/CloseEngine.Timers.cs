// Invariant: every bound counts from the event that starts it. A row has no timer objects: its next deadline follows from its
// fields (NextTimer). NextDeadline is never later than the earliest of them; it may be earlier after a timer was stopped, then
// Advance finds nothing to do and sets it right.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const int TimerNone = 0;
        private const int TimerRetransmission = 1;
        private const int TimerR2 = 2;
        private const int TimerFinWait2 = 3;
        private const int TimerUser = 4;
        private const int TimerCloseWait = 6;
        private const int TimerLinger = 7;
        private const int MaxTimersAtOnce = 8;
        private const int MaxBackoff = 15;
        private const long MaxJump = (long)MaxTickJump * MicrosecondsPerTick;
        private const int PiecesOfRange = 4;
        private const uint SynR2Ticks = 180 * TicksPerSecond;

        private int _timerKind;

        /// <summary>
        /// Fires every timer that is due, in the order of their deadlines for each connection, and tries refused segments again.
        /// Call it at <see cref="NextDeadline"/> or later; calling it more often is harmless. O(1) when nothing is due.
        /// </summary>
        /// <param name="now">The time, microseconds; an earlier time than before is taken as no time passed.</param>
        public void Advance(long now)
        {
            if (now < _now)
            {
                now = _now;
            }

            int pieces = 0;
            while (now - _now > MaxJump)
            {
                AdvanceTo(_now + MaxJump);
                if (++pieces == PiecesOfRange)
                {
                    // Every bound is over. The rest of a leap goes in whole ranges of a tick, which move no deadline.
                    long range = MaxJump * PiecesOfRange;
                    SetTime(_now + ((now - _now) / range * range));
                }
            }

            AdvanceTo(now);
        }

        private void AdvanceTo(long now)
        {
            SetTime(now);
            bool retry = _retry;
            if (!retry && now < NextDeadline)
            {
                return;
            }

            _retry = false;
            NextDeadline = long.MaxValue;
            ExpireTimeWait();
            if (retry)
            {
                SendHeldAnswers();
            }

            for (int row = 0; row < _connections; row++)
            {
                if (_state[row] != (byte)TcpState.Closed)
                {
                    AdvanceRow(row, retry);
                }
            }

            if (_timeWaitCount != 0)
            {
                Wake(ExpiryTick(_timeWaitHead));
            }
        }

        private void AdvanceRow(int row, bool retry)
        {
            if (retry)
            {
                SendAgain(row);
            }

            for (int fired = 0; fired < MaxTimersAtOnce && _state[row] != (byte)TcpState.Closed; fired++)
            {
                uint at = NextTimer(row);
                if (_timerKind == TimerNone)
                {
                    return;
                }

                if ((int)(_tick - at) < 0)
                {
                    Wake(at);
                    return;
                }

                Fire(row, _timerKind);
            }

            WakeRow(row);
        }

        /// <summary>Makes sure that this row's next deadline is met.</summary>
        private void WakeRow(int row)
        {
            uint at = NextTimer(row);
            if (_timerKind != TimerNone)
            {
                Wake(at);
            }
        }

        private void SendAgain(int row)
        {
            if ((_flags[row] & AckRefused) != 0)
            {
                Mark(row, 0, AckRefused);
                SendAck(row);
            }

            if ((_flags[row] & SynPending) != 0 && _una[row] == _sndNxt[row])
            {
                SendSyn(row);
            }

            Push(row);
        }

        /// <summary>The earliest deadline of a row in ticks; its kind goes to _timerKind.</summary>
        private uint NextTimer(int row)
        {
            int flags = _flags[row];
            uint at = 0;
            _timerKind = TimerNone;
            if ((flags & RtxArmed) != 0)
            {
                at = _rtxAt[row];
                _timerKind = TimerRetransmission;
            }

            if ((flags & LingerArmed) != 0)
            {
                at = Earlier(at, _lingerAt[row], TimerLinger);
            }

            if (_una[row] != _sndNxt[row])
            {
                uint first = _firstTx[row];
                if (_policy.UserTimeoutMs != 0)
                {
                    at = Earlier(at, first + Ticks(_policy.UserTimeoutMs), TimerUser);
                }

                uint bound = BoundOf((TcpState)_state[row]);
                at = bound == 0 ? at : Earlier(at, first + bound, TimerR2);
                if (_state[row] != (byte)TcpState.CloseWait)
                {
                    return at;
                }
            }

            return StateTimer(row, flags, at);
        }

        /// <summary>How long something may stay unacknowledged in a state: R2, for SYN at least 3 minutes (RFC 1122 4.2.3.5).</summary>
        private uint BoundOf(TcpState state)
        {
            uint r2 = _r2;
            switch (state)
            {
                case TcpState.SynSent:
                case TcpState.SynReceived:
                    return r2 > SynR2Ticks ? r2 : SynR2Ticks;
                case TcpState.FinWait1:
                case TcpState.CloseWait:
                case TcpState.Closing:
                case TcpState.LastAck:
                    return r2;
                default:
                    // ESTABLISHED tries until the user gives up; FIN-WAIT-2 has nothing outstanding.
                    return 0;
            }
        }

        /// <summary>The bounds of the states that wait with nothing outstanding; the alarm of CLOSE-WAIT in any case.</summary>
        private uint StateTimer(int row, int flags, uint at)
        {
            uint since = _since[row];
            switch ((TcpState)_state[row])
            {
                case TcpState.FinWait2:
                    return (flags & FullClose) == 0
                        ? at
                        : Earlier(at, since + Ticks(_policy.FinWait2TimeoutMs), TimerFinWait2);
                case TcpState.CloseWait:
                    return _policy.CloseWaitAlarmMs == 0 || (flags & Alarmed) != 0
                        ? at
                        : Earlier(at, since + Ticks(_policy.CloseWaitAlarmMs), TimerCloseWait);
                case TcpState.SynSent:
                case TcpState.SynReceived:
                case TcpState.FinWait1:
                case TcpState.Closing:
                case TcpState.LastAck:
                    // The link has refused our SYN or FIN so far, or the peer's window is closed: the state ends all the same.
                    return Earlier(at, since + BoundOf((TcpState)_state[row]), TimerR2);
                default:
                    return at;
            }
        }

        private uint Earlier(uint at, uint other, int kind)
        {
            if (_timerKind != TimerNone && (int)(at - other) <= 0)
            {
                return at;
            }

            _timerKind = kind;
            return other;
        }

        private void Fire(int row, int kind)
        {
            switch (kind)
            {
                case TimerRetransmission:
                    Retransmit(row);
                    break;
                case TimerR2:
                    AbortWith(row, TransitionCause.RetriesExhausted);
                    break;
                case TimerUser:
                    End(row, TransitionCause.UserTimeout);
                    break;
                case TimerFinWait2:
                    End(row, TransitionCause.FinWait2Timeout);
                    break;
                case TimerLinger:
                    AbortWith(row, TransitionCause.LingerExpired);
                    break;
                default:
                    Mark(row, Alarmed, 0);
                    Tell(HandleOf(row), CloseEvent.CloseWaitLeak, (int)(_tick - _since[row]) / TicksPerMillisecond);
                    break;
            }
        }

        /// <summary>RFC 6298 5.4 to 5.6: the earliest segment again, the FIN bit with it, the timer doubled.</summary>
        private void Retransmit(int row)
        {
            int sent = (int)(_sndNxt[row] - _una[row]);
            Mark(row, 0, RtxArmed);
            if (_tick - _firstTx[row] > MaxTickJump)
            {
                // ESTABLISHED tries for days; above half the range of a tick R2 would lie in the future.
                _firstTx[row] = _tick - MaxTickJump;
            }

            if (sent == 0)
            {
                Probe(row);
                return;
            }

            if (!SendOldest(row, sent))
            {
                _rtxAt[row] = _armTick + TicksPerMillisecond;
                Mark(row, RtxArmed, 0);
                return;
            }

            Count(EngineCounter.Retransmissions);
            if (_backoff[row] < MaxBackoff)
            {
                _backoff[row]++;
            }

            ArmRetransmission(row);
        }

        private bool SendOldest(int row, int sent)
        {
            if ((_flags[row] & SynPending) != 0)
            {
                int syn = _state[row] == (byte)TcpState.SynSent ? TcpFlags.Syn : TcpFlags.Syn | TcpFlags.Ack;
                return Emit(row, syn, _una[row], 0);
            }

            bool finSent = (_flags[row] & FinSent) != 0;
            int data = finSent ? sent - 1 : sent;
            int n = data < _mss[row] ? data : _mss[row];
            if (n != 0)
            {
                CopyOut(row, 0, n);
            }

            return Emit(row, finSent && n == data ? TcpFlags.Ack | TcpFlags.Fin : TcpFlags.Ack, _una[row], n);
        }

        /// <summary>The peer's window is closed and data waits: one byte beyond it asks again (RFC 9293 3.8.6.1).</summary>
        private void Probe(int row)
        {
            if (_sendLength[row] != 0 && _state[row] >= (byte)TcpState.Established && !SendNew(row, 0, 1, false))
            {
                ArmRetransmission(row);
            }
        }

        private void ArmRetransmission(int row)
        {
            uint rto = _rtoInitial;
            uint most = _rtoMax;
            int srtt = _srtt[row];
            if (srtt != 0)
            {
                rto = (uint)(srtt + (_rttvar[row] * TicksPerMillisecond));
                uint least = Ticks(_policy.RtoMinMs);
                rto = rto < least ? least : rto;
            }

            for (int k = _backoff[row]; k > 0 && rto < most; k--)
            {
                rto <<= 1;
            }

            rto = rto < most ? rto : most;
            _rtxAt[row] = _armTick + rto;
            _flags[row] |= RtxArmed;

            // The bounds of what is sent now for the first time begin now too.
            Wake(_armTick + (rto < _shortestBound ? rto : _shortestBound));
        }

        /// <summary>RFC 6298 2.2 and 2.3. SRTT in eighths of a millisecond, RTTVAR in quarters; samples above 4 s count as 4 s.</summary>
        private void SampleRoundTrip(int row)
        {
            int sample = (int)(_tick - _lastTx[row]);
            sample = sample < 1 ? 1 : sample > (int)(4 * TicksPerSecond) ? (int)(4 * TicksPerSecond) : sample;
            int srtt = _srtt[row];
            if (srtt == 0)
            {
                _srtt[row] = (ushort)sample;
                _rttvar[row] = (ushort)(((sample / 2) * 4 / TicksPerMillisecond) + 1);
                return;
            }

            int error = sample - srtt;
            int deviation = (error < 0 ? -error : error) * 4 / TicksPerMillisecond;
            _rttvar[row] = (ushort)(((3 * _rttvar[row]) + deviation) / 4);
            _srtt[row] = (ushort)(srtt + (error / 8) == 0 ? 1 : srtt + (error / 8));
        }
    }
}
