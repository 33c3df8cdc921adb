// Invariant: one method a state, and in it every pair of facts: was our FIN acknowledged, was the peer's FIN received.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        /// <summary>After the checks of a segment with text or FIN: acknowledge it, now or behind the user's event.</summary>
        private void TextProceeds(int row, byte[] datagram, bool finAcked)
        {
            uint before = _rcvNxt[row];
            bool finReceived = TextArrives(row, datagram);
            byte state = _state[row];
            if (state == (byte)TcpState.Closed)
            {
                return;
            }

            if (finReceived || (_flags[row] & PeerFin) == 0)
            {
                // The acknowledgement of a FIN in ESTABLISHED waits until the user was told: a close call from there
                // carries it, and the close takes three segments instead of four (RFC 9293 3.6 lets a FIN acknowledge a
                // FIN once no data is left).
                _ackOwed = row;
                if (!finReceived || state != (byte)TcpState.Established)
                {
                    SendAck(row);
                }
            }

            Proceed(row, finAcked, finReceived, _rcvNxt[row] != before);
        }

        /// <summary>The state follows the two facts, the user is told, what is owed and what may be sent goes out.</summary>
        private void Proceed(int row, bool finAcked, bool finReceived, bool news)
        {
            int handle = HandleOf(row);
            if (finAcked)
            {
                FinishClose(row);
                if (!Lives(row, handle))
                {
                    _ackOwed = NoRow;
                    return;
                }
            }

            Dispatch(row, finAcked, finReceived);
            if (news)
            {
                Tell(handle, CloseEvent.DataArrived, 0);
            }

            if (Lives(row, handle))
            {
                if (_ackOwed == row)
                {
                    SendAck(row);
                }

                if ((_flags[row] & FinSent) == 0)
                {
                    Push(row);
                }
            }

            _ackOwed = NoRow;
        }

        private void Dispatch(int row, bool finAcked, bool finReceived)
        {
            switch ((TcpState)_state[row])
            {
                case TcpState.Established:
                    EstablishedProceeds(row, finReceived);
                    break;
                case TcpState.FinWait1:
                    FinWait1Proceeds(row, finAcked, finReceived);
                    break;
                case TcpState.FinWait2:
                    FinWait2Proceeds(row, finReceived);
                    break;
                case TcpState.CloseWait:
                    // Nothing a segment says moves CLOSE-WAIT on: it waits for the user's close.
                    break;
                case TcpState.Closing:
                    ClosingProceeds(row, finAcked);
                    break;
                case TcpState.LastAck:
                    LastAckProceeds(row, finAcked);
                    break;
                default:
                    // SYN-SENT and TIME-WAIT have their own arrival, SYN-RECEIVED is left by the ACK check.
                    FailSafe(row);
                    break;
            }
        }

        /// <summary>RFC 9293 3.10.7.4, eighth: ESTABLISHED.</summary>
        private void EstablishedProceeds(int row, bool finReceived)
        {
            if (finReceived)
            {
                SetState(row, TcpState.CloseWait, TransitionCause.FinReceived);
                if (_policy.CloseWaitAlarmMs != 0)
                {
                    Wake(_armTick + Ticks(_policy.CloseWaitAlarmMs));
                }
            }
        }

        /// <summary>RFC 9293 3.10.7.4, fifth and eighth: FIN-WAIT-1. Two facts, four ways on.</summary>
        private void FinWait1Proceeds(int row, bool finAcked, bool finReceived)
        {
            if (finAcked && finReceived)
            {
                EnterTimeWait(row, TransitionCause.FinAndAck);
            }
            else if (finAcked)
            {
                SetState(row, TcpState.FinWait2, TransitionCause.FinAcked);
                if ((_flags[row] & FullClose) != 0)
                {
                    Wake(_armTick + Ticks(_policy.FinWait2TimeoutMs));
                }
            }
            else if (finReceived)
            {
                SetState(row, TcpState.Closing, TransitionCause.FinReceived);
            }
        }

        /// <summary>RFC 9293 3.10.7.4, eighth: FIN-WAIT-2.</summary>
        private void FinWait2Proceeds(int row, bool finReceived)
        {
            if (finReceived)
            {
                EnterTimeWait(row, TransitionCause.FinReceived);
            }
        }

        /// <summary>RFC 9293 3.10.7.4, fifth: CLOSING.</summary>
        private void ClosingProceeds(int row, bool finAcked)
        {
            if (finAcked)
            {
                EnterTimeWait(row, TransitionCause.FinAcked);
            }
        }

        /// <summary>RFC 9293 3.10.7.4, fifth: LAST-ACK.</summary>
        private void LastAckProceeds(int row, bool finAcked)
        {
            if (finAcked)
            {
                End(row, TransitionCause.FinAcked);
            }
        }

        /// <summary>RFC 9293 3.10.7.3: SYN-SENT.</summary>
        private void SynSentArrives(int row)
        {
            SegmentHeader s = _in;
            bool hasAck = (s.Flags & TcpFlags.Ack) != 0;
            bool acked = hasAck && s.Ack - _una[row] - 1 < _sndNxt[row] - _una[row];
            if (hasAck && !acked)
            {
                AnswerWithReset();
            }
            else if ((s.Flags & TcpFlags.Rst) != 0)
            {
                if (acked)
                {
                    End(row, TransitionCause.Refused);
                }
            }
            else if ((s.Flags & TcpFlags.Syn) != 0)
            {
                SynSentTakesSyn(row, acked);
            }
            else
            {
                // Neither SYN nor RST: dropped (RFC 9293 3.10.7.3, fifth).
            }
        }

        private void SynSentTakesSyn(int row, bool acked)
        {
            TakeSyn(row);
            if (!acked)
            {
                // Both ends opened at once (RFC 9293 3.5 figure 8): our SYN goes again, with the acknowledgement of theirs.
                SetState(row, TcpState.SynReceived, TransitionCause.PassiveOpen);
                SendSyn(row);
                return;
            }

            // Text or a FIN on the SYN,ACK is not acknowledged yet, so the peer repeats it.
            Acknowledged(row, _in.Ack - _una[row]);
            _ackOwed = row;
            if (Established(row))
            {
                if (_ackOwed == row)
                {
                    SendAck(row);
                }

                Push(row);
            }

            _ackOwed = NoRow;
        }
    }
}
