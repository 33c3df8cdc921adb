// Invariant: the checks stand in the order of RFC 9293 3.10.7.4: sequence, RST, SYN, ACK present, ACK value, text, FIN. The
// ACK field of a segment with an unacceptable sequence number is never used. What the segment did (our FIN acknowledged, the
// peer's FIN received) goes as two independent facts to the one method of the state (CloseEngine.States.cs).

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const uint StampLifeSeconds = 24 * 86400;

        /// <summary>One IPv4 packet from the link. Anything malformed or foreign is counted by reason and dropped. No allocation.</summary>
        /// <param name="datagram">The buffer; not kept, not changed.</param>
        /// <param name="offset">Where the packet begins.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <param name="now">The time, microseconds.</param>
        /// <exception cref="System.ArgumentNullException">datagram is null.</exception>
        /// <exception cref="System.ArgumentOutOfRangeException">offset and length are not within datagram.</exception>
        public void SegmentArrives(byte[] datagram, int offset, int length, long now)
        {
            CheckSlice(datagram, offset, length);
            Enter(now);
            SegmentHeader s = _in;
            ParseResult result = SegmentCodec.Parse(datagram, offset, length, s, true);
            if (result != ParseResult.Ok || s.Destination != _localAddress)
            {
                CountDropped(result);
                return;
            }

            Counters[(int)EngineCounter.SegmentsIn]++;
            int row = FindRow(s.Source, ((uint)s.DestinationPort << 16) | (uint)s.SourcePort);
            if (row < 0)
            {
                StrangerArrives();
                return;
            }

            if (_traceSegments)
            {
                TraceSegment(row, false, s.Flags, s.Seq, s.Ack, s.PayloadLength, s.Window);
            }

            if (row >= _connections)
            {
                TimeWaitArrives(row);
            }
            else if (_state[row] == (byte)TcpState.SynSent)
            {
                SynSentArrives(row);
            }
            else
            {
                ConnectionArrives(row, datagram);
            }
        }

        /// <summary>Reasons and counters have one order, but for the checksum; a good segment is foreign.</summary>
        private void CountDropped(ParseResult result)
        {
            int reason = (int)(result == ParseResult.Ok ? ParseResult.NotForUs : result) - (int)ParseResult.Truncated;
            EngineCounter counter = (EngineCounter)((int)EngineCounter.Truncated + reason);
            Count(result == ParseResult.BadChecksum ? EngineCounter.BadChecksum : counter);
        }

        /// <summary>RFC 9293 3.10.7.4, all states from SYN-RECEIVED on but TIME-WAIT.</summary>
        private void ConnectionArrives(int row, byte[] datagram)
        {
            SegmentHeader s = _in;
            int control = s.Flags;
            int flags = _flags[row];
            if ((control & (TcpFlags.Rst | TcpFlags.Syn)) != 0)
            {
                ResetOrSynArrives(row, control);
            }
            else if ((flags & Stamped) != 0 && !s.HasTimestamps)
            {
                // RFC 7323 3.2: without the agreed timestamps a segment is dropped in silence.
            }
            else if (!IsAcceptable(row, flags))
            {
                UnacceptableArrives(row);
            }
            else if ((control & TcpFlags.Ack) != 0 && AckArrives(row))
            {
                bool finAcked = (_flags[row] & FinSent) != 0 && _una[row] == _sndNxt[row];
                if (s.PayloadLength != 0 || (control & TcpFlags.Fin) != 0)
                {
                    TextProceeds(row, datagram, finAcked);
                }
                else
                {
                    Proceed(row, finAcked, false, false);
                }
            }
        }

        private void ResetOrSynArrives(int row, int control)
        {
            if ((control & TcpFlags.Rst) != 0)
            {
                ResetArrives(row);
            }
            else
            {
                SynArrives(row);
            }
        }

        /// <summary>First check, and PAWS before it (RFC 9293 3.4 table 6, RFC 7323 5.3).</summary>
        private bool IsAcceptable(int row, int flags)
        {
            SegmentHeader s = _in;
            uint distance = s.Seq - _rcvNxt[row];
            if ((flags & Stamped) != 0 && (int)(s.TsVal - _tsRecent[row]) < 0 && !StampOutlived(row))
            {
                return false;
            }

            int length = s.PayloadLength + (s.Flags & TcpFlags.Fin);
            if (length == 1 && distance == 0 && s.PayloadLength == 0
                && (flags & PeerFin) == 0 && !_policy.ZeroWindowFinStrict)
            {
                // A lone FIN needs no room: it is taken even while the window is closed.
                return true;
            }

            return Acceptable(distance, length, _rcvWnd[row]);
        }

        private static bool Acceptable(uint distance, int length, uint window)
        {
            if (length == 0)
            {
                return window == 0 ? distance == 0 : distance < window;
            }

            return distance < window || distance + (uint)length - 1 < window;
        }

        private bool StampOutlived(int row)
        {
            return (uint)(_now / 1000000) - _tsAge[row] > StampLifeSeconds;
        }

        /// <summary>RFC 9293 3.10.7.4, first: an acknowledgement, then the segment is dropped. The peer's FIN again is never limited.</summary>
        private void UnacceptableArrives(int row)
        {
            SegmentHeader s = _in;
            Count(EngineCounter.OutOfWindow);
            bool theFin = (_flags[row] & PeerFin) != 0
                && (s.Flags & (TcpFlags.Fin | TcpFlags.Ack)) == (TcpFlags.Fin | TcpFlags.Ack)
                && s.Seq + (uint)s.PayloadLength + 1 == _rcvNxt[row]
                && s.Ack - (_una[row] - _maxWnd[row]) <= _sndNxt[row] - _una[row] + _maxWnd[row];
            if (theFin || SpendChallenge(row))
            {
                SendAck(row);
            }
        }

        /// <summary>Second check, RFC 5961 3.2: exactly RCV.NXT resets, elsewhere in the window draws a challenge ACK.</summary>
        private void ResetArrives(int row)
        {
            uint distance = _in.Seq - _rcvNxt[row];
            if (distance == 0)
            {
                bool refused = _state[row] == (byte)TcpState.SynReceived && (_flags[row] & Passive) == 0;
                End(row, refused ? TransitionCause.Refused : TransitionCause.ResetReceived);
            }
            else if (distance < _rcvWnd[row])
            {
                Challenge(row);
            }
        }

        /// <summary>Third check, RFC 5961 4.2: a challenge ACK, whatever the sequence number. SYN-RECEIVED: the SYN,ACK again.</summary>
        private void SynArrives(int row)
        {
            bool again = _state[row] == (byte)TcpState.SynReceived
                && _in.Seq == _irs[row] && (_in.Flags & TcpFlags.Ack) == 0;
            if (!again)
            {
                Challenge(row);
            }
            else if (SpendChallenge(row))
            {
                SendSyn(row);
            }
        }

        /// <summary>Fifth check. False: the segment is done with (or the connection gone).</summary>
        private bool AckArrives(int row)
        {
            SegmentHeader s = _in;
            uint una = _una[row];
            uint advance = s.Ack - una;
            uint sent = _sndNxt[row] - una;
            if (_state[row] == (byte)TcpState.SynReceived)
            {
                if (advance - 1 >= sent)
                {
                    AnswerWithReset();
                    return false;
                }

                if (!Established(row))
                {
                    return false;
                }
            }

            if (advance > sent)
            {
                if (una - s.Ack <= _maxWnd[row])
                {
                    // An old duplicate within RFC 5961 5.2: its ACK says nothing new, its text may.
                    TakeStamp(row);
                    return true;
                }

                Challenge(row);
                return false;
            }

            if (advance != 0)
            {
                Acknowledged(row, advance);
            }

            TakeWindow(row, s);
            TakeStamp(row);
            return true;
        }

        private void TakeWindow(int row, SegmentHeader s)
        {
            int newer = (int)(s.Seq - _wl1[row]);
            if (newer > 0 || (newer == 0 && (int)(s.Ack - _wl2[row]) >= 0))
            {
                int window = s.Window;
                _sndWnd[row] = (ushort)window;
                _wl1[row] = s.Seq;
                _wl2[row] = s.Ack;
                if (window > _maxWnd[row])
                {
                    _maxWnd[row] = (ushort)window;
                }
            }
        }

        /// <summary>RFC 7323 4.3: TS.Recent follows a segment that passed the checks and does not lie beyond a hole.</summary>
        private void TakeStamp(int row)
        {
            if ((_flags[row] & Stamped) != 0 && (int)(_in.Seq - _rcvNxt[row]) <= 0)
            {
                _tsRecent[row] = _in.TsVal;
                _tsAge[row] = (uint)(_now / 1000000);
            }
        }

        /// <summary>SND.UNA moves: SYN, data and FIN each take their numbers; the timer restarts or stops (RFC 6298 5.2, 5.3).</summary>
        private void Acknowledged(int row, uint advance)
        {
            int bytes = (int)advance;
            int flags = _flags[row];
            if ((flags & SynPending) != 0)
            {
                flags &= ~SynPending;
                bytes--;
            }

            int queued = _sendLength[row];
            int data = bytes < queued ? bytes : queued;
            if (data != 0)
            {
                _sendStart[row] = (ushort)((_sendStart[row] + data) % _sendSize);
                _sendLength[row] = (ushort)(queued - data);
            }

            uint una = _una[row] + advance;
            uint left = _sndNxt[row] - una;
            _una[row] = una;
            if (left == 0)
            {
                if (_backoff[row] == 0 && (flags & FinSent) == 0)
                {
                    // Behind an acknowledged FIN nothing is sent that a sample could time.
                    SampleRoundTrip(row);
                }

                _inFlight[row] = 0;
                _flags[row] = (ushort)(flags & ~RtxArmed);
                return;
            }

            _flags[row] = (ushort)flags;

            // What is left was first sent no later than the newest transmission: R2 goes on from there, not from now.
            _firstTx[row] = _lastTx[row];
            _backoff[row] = 0;
            int atLeast = ((int)left + _mss[row] - 1) / _mss[row];
            int fewer = _inFlight[row] - ((data + _mss[row] - 1) / _mss[row]);
            _inFlight[row] = (byte)(fewer > atLeast ? fewer : atLeast < MaxInFlight ? atLeast : MaxInFlight);
            ArmRetransmission(row);
        }

        /// <summary>Seventh and eighth check: text in order, then the FIN. True if the peer's FIN was taken.</summary>
        private bool TextArrives(int row, byte[] datagram)
        {
            SegmentHeader s = _in;
            int length = s.PayloadLength;
            bool fin = (s.Flags & TcpFlags.Fin) != 0;
            int flags = _flags[row];
            if ((flags & PeerFin) != 0)
            {
                // After the peer's FIN text and FIN are ignored, because everything was received already.
                return false;
            }

            int skip = (int)(_rcvNxt[row] - s.Seq);
            int hole = skip < 0 ? -skip : 0;
            skip = skip > 0 ? skip : 0;
            length -= skip;
            int window = _rcvWnd[row];
            int room = window - hole;
            if (length > room)
            {
                length = room;
                fin = false;
            }
            else if (fin && length == room && window != 0)
            {
                fin = false;
            }

            if (length > 0 && ((flags & FullClose) != 0 || ((flags & ShutRead) != 0 && _policy.ShutdownReadReset)))
            {
                // RFC 9293 3.6.1: nobody will read it; the peer must learn that.
                AbortWith(row, TransitionCause.DataAfterClose);
                return false;
            }

            return hole == 0
                ? InOrder(row, datagram, s.PayloadOffset + skip, length, fin)
                : BeyondHole(row, (uint)hole, length, fin);
        }

        private bool InOrder(int row, byte[] datagram, int offset, int length, bool fin)
        {
            if ((_flags[row] & FinRemembered) != 0)
            {
                int limit = (int)(_oofFin[row] - _rcvNxt[row]);
                if (length >= limit)
                {
                    length = limit;
                    fin = true;
                }
            }

            if (length > 0)
            {
                Deliver(row, datagram, offset, length);
                _rcvNxt[row] += (uint)length;
            }

            if (fin)
            {
                _rcvNxt[row]++;
                Mark(row, PeerFin, FinRemembered);
                OnDelivered(row, 0, true);
            }

            return fin;
        }

        /// <summary>Data beyond a hole is not kept (the peer repeats it); a FIN is remembered.</summary>
        private bool BeyondHole(int row, uint hole, int length, bool fin)
        {
            if (fin && (_flags[row] & FinRemembered) == 0)
            {
                _oofFin[row] = _rcvNxt[row] + hole + (uint)length;
                Mark(row, FinRemembered, 0);
            }

            return false;
        }
    }
}
