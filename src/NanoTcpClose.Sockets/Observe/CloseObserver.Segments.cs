// Invariant: a row is looked up before anything else is done with a copy; what no row wants costs no more than that.

namespace NanoTcpClose.Sockets
{
    /// <content>Copies of the segments that reached the stack.</content>
    public sealed partial class CloseObserver
    {
        /// <summary>One copy of an IPv4 packet that reached the stack. No allocation.</summary>
        /// <param name="datagram">The buffer; not kept, not changed.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="now">The time, microseconds.</param>
        public void SegmentArrives(byte[] datagram, int offset, int length, long now)
        {
            Enter(now);
            SegmentHeader s = _in;
            if (SegmentCodec.Parse(datagram, offset, length, s, _verify) != ParseResult.Ok)
            {
                Unparsable++;
                return;
            }

            int row = FindRow(s.Source, ((uint)s.DestinationPort << 16) | (uint)s.SourcePort);
            if (row < 0)
            {
                Opens();
                return;
            }

            if (TraceSegments && _trace != null)
            {
                TraceSegment(row);
            }

            _heard[row] = _tick;
            if ((_flags[row] & FullClose) == 0)
            {
                _stamp[row] = _tick;
            }

            if ((s.Flags & TcpFlags.Rst) != 0)
            {
                ResetArrives(row);
            }
            else if ((s.Flags & TcpFlags.Syn) != 0)
            {
                SynArrives(row);
            }
            else if ((s.Flags & TcpFlags.Ack) != 0)
            {
                TextArrives(row);
            }
            else
            {
                // RFC 9293 3.10.7.4, fifth: without ACK a segment is dropped.
            }
        }

        /// <summary>
        /// A SYN to a listening port opens a row as long as one is free; a flood cannot push out what is known.
        /// </summary>
        private void Opens()
        {
            SegmentHeader s = _in;
            bool syn = (s.Flags & (TcpFlags.Syn | TcpFlags.Ack | TcpFlags.Rst | TcpFlags.Fin)) == TcpFlags.Syn;
            if (!syn || !IsListening(s.DestinationPort))
            {
                return;
            }

            if (_freeCount == 0)
            {
                Untracked++;
                return;
            }

            int row = TakeRow(s.Source, ((uint)s.DestinationPort << 16) | (uint)s.SourcePort);
            TakeSyn(row);
            _flags[row] |= Passive;
            _state[row] = (byte)TcpState.Listen;
            TraceOpen(row, s.Destination, false);
            Move(row, TcpState.SynReceived, TransitionCause.PassiveOpen);
        }

        private void TakeSyn(int row)
        {
            _irs[row] = _in.Seq;
            _rcvNxt[row] = _in.Seq + 1;
            _flags[row] |= IrsKnown;
        }

        private void SynArrives(int row)
        {
            SegmentHeader s = _in;
            bool ack = (s.Flags & TcpFlags.Ack) != 0;
            switch ((TcpState)_state[row])
            {
                case TcpState.SynSent:
                    TakeSyn(row);
                    if (ack)
                    {
                        _iss[row] = s.Ack - 1;
                        _flags[row] |= IssKnown;
                        Move(row, TcpState.Established, TransitionCause.SynAcked);
                    }
                    else
                    {
                        Move(row, TcpState.SynReceived, TransitionCause.PassiveOpen);
                    }

                    break;
                case TcpState.TimeWait:
                    if (_profile.SynReuses && !ack && IsListening(s.DestinationPort) && (int)(s.Seq - _rcvNxt[row]) > 0)
                    {
                        Move(row, TcpState.Closed, TransitionCause.ReusedBySyn);
                        Opens();
                    }

                    break;
                default:
                    // The stack answers with a challenge ACK and stays where it is (RFC 5961 4.2); or the SYN came
                    // again.
                    break;
            }
        }

        private void ResetArrives(int row)
        {
            SegmentHeader s = _in;
            int state = _state[row];
            uint distance = s.Seq - _rcvNxt[row];
            if (state == (byte)TcpState.SynSent)
            {
                if ((s.Flags & TcpFlags.Ack) != 0)
                {
                    Move(row, TcpState.Closed, TransitionCause.Refused);
                }
            }
            else if (state == (byte)TcpState.TimeWait)
            {
                if (distance == 0 && _profile.ResetEndsTimeWait)
                {
                    Move(row, TcpState.Closed, TransitionCause.ResetReceived);
                }
            }
            else if (distance < 0x10000 || !Learned(row) || IsResetBeforeFin(row))
            {
                // Beyond RCV.NXT: copies before it were lost, or the stack answers with a challenge ACK and is reset
                // then. Without ACK it answers something of ours: the peer had closed before, maybe by a FIN not seen,
                // or reset before our FIN. With our FIN acknowledged the copy of an acknowledgement that came before
                // may be lost; where no SYN was seen, the copy of a FIN.
                bool fin = (_flags[row] & PeerFin) != 0;
                bool answer = (s.Flags & TcpFlags.Ack) == 0 && (!fin || state == (byte)TcpState.LastAck);
                bool exact = (distance == 0 && (fin || (_flags[row] & IrsKnown) != 0)) || IsResetBeforeFin(row);
                bool waits = state == (byte)TcpState.FinWait1 || state == (byte)TcpState.Closing;
                bool acked = waits && (s.Flags & TcpFlags.Ack) != 0 && CoversOurFin(row);
                if (!exact || answer || acked || (_flags[row] & InCall) != 0)
                {
                    _flags[row] |= Doubt;
                }

                _flags[row] |= ResetCopied;
                Move(row, TcpState.Closed, TransitionCause.ResetReceived);
            }
        }

        /// <summary>An answer to what we had sent before the peer's FIN reached us; some stacks take it.</summary>
        private bool IsResetBeforeFin(int row)
        {
            return _profile.TakesResetBeforeFin && (_flags[row] & PeerFin) != 0 && _in.Seq + 1 == _rcvNxt[row];
        }

        private bool Learned(int row)
        {
            return (_flags[row] & IrsKnown) != 0 || _rcvNxt[row] != 0;
        }

        /// <summary>
        /// Numbers go relative to the initial ones; where those are not known, to RCV.NXT and to the acknowledgement.
        /// </summary>
        private void TraceSegment(int row)
        {
            SegmentHeader s = _in;
            uint seq = (_flags[row] & IrsKnown) != 0 ? s.Seq - _irs[row] : (s.Flags & TcpFlags.Syn) != 0 ? 0u : 1u;
            uint ack = (s.Flags & TcpFlags.Ack) == 0 ? 0u : (_flags[row] & IssKnown) != 0 ? s.Ack - _iss[row] : 1u;
            _trace.Segment(_serial[row], false, s.Flags & 0x3F, seq, ack, s.PayloadLength, s.Window, _tick);
        }
    }
}
