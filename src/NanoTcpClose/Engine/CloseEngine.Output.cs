// Invariant: every segment that leaves goes through Emit, and its acknowledgement field is the newest RCV.NXT.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        private const int EndRelative = 0x40;

        private void SendAck(int row)
        {
            if (!Emit(row, TcpFlags.Ack, _sndNxt[row], 0))
            {
                Mark(row, AckRefused, 0);
            }
        }

        private void SendReset(int row)
        {
            if (Emit(row, TcpFlags.Rst | TcpFlags.Ack, _sndNxt[row], 0))
            {
                Count(EngineCounter.ResetsSent);
            }
        }

        /// <summary>Builds and hands over one segment of a connection or TIME-WAIT entry; payload stands in _packet already.</summary>
        private bool Emit(int row, int flags, uint seq, int payload)
        {
            SegmentHeader s = _out;
            bool ended = row >= _connections;
            uint ports = _ports[row];
            s.Source = _localAddress;
            s.Destination = _remote[row];
            s.SourcePort = (int)(ports >> 16);
            s.DestinationPort = (int)(ports & 0xFFFF);
            s.Flags = flags;
            s.Seq = seq;
            s.Ack = (flags & TcpFlags.Ack) != 0 ? _rcvNxt[row] : 0;
            s.Window = ended ? _receiveSize : _rcvWnd[row];
            s.PayloadLength = payload;
            s.Mss = (flags & TcpFlags.Syn) != 0 ? _maxSegment : 0;
            s.HasTimestamps = _stamps && (flags & TcpFlags.Rst) == 0
                && (ended ? _tsRecent[row] != 0 : (_flags[row] & Stamped) != 0);
            if (s.HasTimestamps)
            {
                s.TsVal = (uint)(_now / 1000) + _stampOffset;
                s.TsEcr = s.Ack != 0 || (flags & TcpFlags.Ack) != 0 ? _tsRecent[row] : 0;
            }

            if (row == _ackOwed)
            {
                _ackOwed = NoRow;
            }

            if (!HandOver())
            {
                return false;
            }

            if (_traceSegments)
            {
                TraceSegment(row, true, s);
            }

            return true;
        }

        private bool HandOver()
        {
            int length = SegmentCodec.Build(_packet, _out, _identification++ & 0xFFFF);
            if (_host.Transmit(_packet, length))
            {
                Counters[(int)EngineCounter.SegmentsOut]++;
                return true;
            }

            Count(EngineCounter.SendFailures);
            _retry = true;
            Wake(_armTick + TicksPerMillisecond);
            return false;
        }

        /// <summary>Numbers go relative to the initial ones; those of TIME-WAIT entries, which keep none, to SND.NXT and RCV.NXT.</summary>
        private void TraceSegment(int row, bool outbound, SegmentHeader s)
        {
            bool ended = row >= _connections;
            uint local = ended ? _sndNxt[row] : _iss[row];
            uint remote = ended ? _rcvNxt[row] : _irs[row];
            uint seq = s.Seq - (outbound ? local : remote);
            uint ack = (s.Flags & TcpFlags.Ack) != 0 ? s.Ack - (outbound ? remote : local) : 0;
            int flags = (s.Flags & 0x3F) | (ended ? EndRelative : 0);
            _trace.Segment(_serial[row], outbound, flags, seq, ack, s.PayloadLength, s.Window, _tick);
        }

        /// <summary>A RST without a connection (RFC 9293 3.10.7.1), within the budget.</summary>
        private void AnswerWithReset()
        {
            SegmentHeader s = _in;
            if ((s.Flags & TcpFlags.Rst) != 0 || !Spend(ResetsSpent, _policy.ResetBudget))
            {
                return;
            }

            SegmentHeader r = _out;
            bool acked = (s.Flags & TcpFlags.Ack) != 0;
            int length = s.PayloadLength + (s.Flags & TcpFlags.Fin) + ((s.Flags & TcpFlags.Syn) >> 1);
            r.Source = s.Destination;
            r.Destination = s.Source;
            r.SourcePort = s.DestinationPort;
            r.DestinationPort = s.SourcePort;
            r.Flags = acked ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack;
            r.Seq = acked ? s.Ack : 0;
            r.Ack = acked ? 0 : s.Seq + (uint)length;
            r.Window = 0;
            r.PayloadLength = 0;
            r.Mss = 0;
            r.HasTimestamps = false;
            if (HandOver())
            {
                Count(EngineCounter.ResetsSent);
            }
        }
    }
}
