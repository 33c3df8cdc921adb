// Invariant: a copy says what the peer sent, not what the stack took; where the two can differ, the state is marked.
// What a segment did (our FIN acknowledged, the peer's FIN received) goes as two independent facts to Proceed.

namespace NanoTcpClose.Sockets
{
    /// <content>Acknowledgement, text and FIN of a copy, and the states that follow.</content>
    public sealed partial class CloseObserver
    {
        /// <summary>A segment with ACK, without SYN and RST.</summary>
        private void TextArrives(int row)
        {
            if (_state[row] == (byte)TcpState.TimeWait)
            {
                TimeWaitArrives(row);
                return;
            }

            if (_state[row] == (byte)TcpState.SynSent || _state[row] == (byte)TcpState.SynReceived)
            {
                // From SYN-SENT: the copy of the SYN,ACK was lost, for a peer sends this only after it.
                bool lost = _state[row] == (byte)TcpState.SynSent;
                Move(row, TcpState.Established, lost ? TransitionCause.Evidence : TransitionCause.SynAcked);
            }

            Learn(row);
            bool finAcked = AcksOurFin(row);
            Order(row, finAcked);
            if (AfterClose(row))
            {
                Discarded(row, finAcked);
                return;
            }

            bool finTaken = TakeText(row);
            _ahead = (int)(_in.Seq - _rcvNxt[row]) > 0;
            int before = _state[row];
            Proceed(row, finAcked, finTaken);
            if (_ahead)
            {
                _ahead = false;
                Suspect(row);
            }
            else if (_state[row] == before)
            {
                Settle(row);
            }
        }

        /// <summary>Initial numbers that no SYN told, from the first segment seen.</summary>
        private void Learn(int row)
        {
            SegmentHeader s = _in;
            if (!Learned(row))
            {
                // The first copy of this connection: of a peer that has seen our FIN nobody can tell what went before.
                _rcvNxt[row] = s.Seq;
                _flags[row] |= (_flags[row] & (ShutWrite | InCall)) != 0 ? Doubt : 0;
            }

            int fin = (_flags[row] & ShutWrite) != 0 ? 1 : 0;
            if ((_flags[row] & (IssKnown | GuessedIss)) == 0)
            {
                if (fin == 0 && (_flags[row] & InCall) != 0)
                {
                    // With our FIN or without it: the next one tells.
                    return;
                }

                // With nothing sent the number is certain; else everything is taken as acknowledged, which is likely.
                _iss[row] = s.Ack - 1 - _sent[row] - (uint)fin;
                _flags[row] |= _sent[row] == 0 && fin == 0 ? IssKnown : GuessedIss;
            }
            else if ((_flags[row] & GuessedIss) != 0 && (int)(s.Ack - (_iss[row] + 1 + _sent[row] + (uint)fin)) > 0)
            {
                _iss[row] = s.Ack - 1 - _sent[row] - (uint)fin;
            }
        }

        private bool CoversOurFin(int row)
        {
            uint flags = _flags[row];
            return (flags & (ShutWrite | InCall)) != 0 && (flags & (IssKnown | GuessedIss)) != 0
                && _in.Ack == _iss[row] + 2 + _sent[row];
        }

        private bool AcksOurFin(int row)
        {
            SegmentHeader s = _in;
            uint flags = _flags[row];
            if (!CoversOurFin(row))
            {
                return false;
            }

            if ((flags & GuessedIss) != 0)
            {
                _flags[row] |= Doubt;
            }

            int past = (int)(s.Seq + (uint)s.PayloadLength + (uint)(s.Flags & TcpFlags.Fin) - _rcvNxt[row]);
            bool empty = s.PayloadLength == 0 && (s.Flags & TcpFlags.Fin) == 0;
            return _profile.TakesAnyAck || past > 0 || (past == 0 && (empty || _profile.TakesAckOfRepeated));
        }

        /// <summary>Whether new data or a FIN beyond a hole meets a socket that nobody reads any more.</summary>
        private bool AfterClose(int row)
        {
            SegmentHeader s = _in;
            bool text = s.PayloadLength != 0 || (s.Flags & TcpFlags.Fin) != 0;
            return text && (_flags[row] & (FullClose | PeerFin)) == FullClose && (_flags[row] & ShutWrite) != 0
                && (int)(s.Seq + (uint)s.PayloadLength - _rcvNxt[row]) > 0;
        }

        /// <summary>
        /// RFC 9293 3.6.1: the stack resets; an acknowledgement of our FIN on the same segment counts first.
        /// </summary>
        private void Discarded(int row, bool finAcked)
        {
            if ((_flags[row] & IrsKnown) == 0 || (int)(_in.Seq - _rcvNxt[row]) > 0)
            {
                // Something before it was not seen, and may have made the stack reset earlier.
                _flags[row] |= Doubt;
            }

            if (finAcked && _state[row] == (byte)TcpState.FinWait1)
            {
                Move(row, TcpState.FinWait2, TransitionCause.FinAcked);
            }

            Move(row, TcpState.Closed, TransitionCause.DataAfterClose);
        }

        /// <summary>Text and FIN in order, with what stood beyond the hole. True if the peer's FIN was taken.</summary>
        private bool TakeText(int row)
        {
            SegmentHeader s = _in;
            bool fin = (s.Flags & TcpFlags.Fin) != 0;
            uint end = s.Seq + (uint)s.PayloadLength;
            if ((s.PayloadLength == 0 && !fin) || (_flags[row] & PeerFin) != 0 || (int)(end - _rcvNxt[row]) < 0)
            {
                return false;
            }

            if (fin)
            {
                _farFin[row] = end;
                _flags[row] |= FinRemembered;
            }

            if ((int)(s.Seq - _rcvNxt[row]) > 0)
            {
                KeepFar(row, s.Seq, end);
                return false;
            }

            _rcvNxt[row] = end;
            return Reach(row);
        }

        /// <summary>
        /// One range beyond the hole is kept; a second one apart from it is left to what the user reads.
        /// </summary>
        private void KeepFar(int row, uint start, uint end)
        {
            if ((_flags[row] & HasFar) == 0)
            {
                _farStart[row] = start;
                _farEnd[row] = end;
                _flags[row] |= HasFar;
                return;
            }

            if ((int)(start - _farEnd[row]) <= 0 && (int)(end - _farStart[row]) >= 0)
            {
                _farStart[row] = (int)(start - _farStart[row]) < 0 ? start : _farStart[row];
                _farEnd[row] = (int)(end - _farEnd[row]) > 0 ? end : _farEnd[row];
            }
        }

        /// <summary>
        /// RCV.NXT has moved: takes in what stood right there. True if the peer's FIN is taken with it.
        /// </summary>
        private bool Reach(int row)
        {
            if ((_flags[row] & HasFar) != 0 && (int)(_farStart[row] - _rcvNxt[row]) <= 0)
            {
                _flags[row] &= AllFlags ^ HasFar;
                if ((int)(_farEnd[row] - _rcvNxt[row]) > 0)
                {
                    _rcvNxt[row] = _farEnd[row];
                }
            }

            if ((_flags[row] & FinRemembered) == 0 || (int)(_farFin[row] - _rcvNxt[row]) > 0)
            {
                return false;
            }

            _rcvNxt[row] = _farFin[row] + 1;
            _flags[row] = (_flags[row] & (AllFlags ^ FinRemembered)) | PeerFin;
            return true;
        }

        /// <summary>The two facts and the state: RFC 9293 3.10.7.4, fifth and eighth.</summary>
        private void Proceed(int row, bool finAcked, bool finTaken)
        {
            switch ((TcpState)_state[row])
            {
                case TcpState.Established:
                    if (finTaken)
                    {
                        Move(row, TcpState.CloseWait, TransitionCause.FinReceived);
                    }

                    break;
                case TcpState.FinWait1:
                    if (finAcked && finTaken)
                    {
                        Move(row, TcpState.TimeWait, TransitionCause.FinAndAck);
                    }
                    else if (finAcked)
                    {
                        Move(row, TcpState.FinWait2, TransitionCause.FinAcked);
                    }
                    else if (finTaken)
                    {
                        Move(row, TcpState.Closing, TransitionCause.FinReceived);
                    }

                    break;
                case TcpState.FinWait2:
                    if (finTaken)
                    {
                        Move(row, TcpState.TimeWait, TransitionCause.FinReceived);
                    }

                    break;
                case TcpState.Closing:
                    if (finAcked)
                    {
                        Move(row, TcpState.TimeWait, TransitionCause.FinAcked);
                    }

                    break;
                case TcpState.LastAck:
                    if (finAcked)
                    {
                        Move(row, TcpState.Closed, TransitionCause.FinAcked);
                    }

                    break;
                default:
                    // CLOSE-WAIT waits for the user; the other states have their own arrival.
                    break;
            }
        }

        /// <summary>
        /// A segment that stands exactly at RCV.NXT and changes nothing proves that nothing had been missed; after our
        /// FIN only one that acknowledges it does, for another may be older than what was missed.
        /// </summary>
        private void Settle(int row)
        {
            uint flags = _flags[row];
            bool late = (flags & ShutWrite) == 0 || CoversOurFin(row);
            if ((flags & (Soft | FinRemembered)) == Soft && late && _in.Seq == _rcvNxt[row])
            {
                _flags[row] &= AllFlags ^ (Soft | Silent);
                Note(row, CloseEvent.StateUncertain, 0);
                WakeRow(row);
            }
        }

        /// <summary>The peer is further than the copies show: lost on the way, or lost for us alone.</summary>
        private void Suspect(int row)
        {
            if (_state[row] != (byte)TcpState.Closed && (_flags[row] & Silent) == 0)
            {
                _flags[row] |= Soft | Silent;
                Note(row, CloseEvent.StateUncertain, 1);
            }
        }

        private void TimeWaitArrives(int row)
        {
            SegmentHeader s = _in;
            bool fin = (s.Flags & TcpFlags.Fin) != 0;
            bool theFin = fin && s.Seq + (uint)s.PayloadLength + 1 == _rcvNxt[row];
            if (theFin || (fin && _profile.AnyFinRestarts) || _profile.AnySegmentRestarts)
            {
                _since[row] = _tick;
                _stamp[row] = _tick;
            }
        }
    }
}
