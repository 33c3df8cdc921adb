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
            uint ack = (flags & TcpFlags.Ack) != 0 ? _rcvNxt[row] : 0;
            int window = row < _connections ? _rcvWnd[row] : _receiveSize;
            int options = _stamps || (flags & TcpFlags.Syn) != 0 ? WriteOptions(row, flags) : 0;
            if (row == _ackOwed)
            {
                _ackOwed = NoRow;
            }

            int length = SegmentCodec.BuildFixed(
                _packet, _localAddress, _remote[row], _ports[row], seq, ack, flags, window, options, payload,
                _identification++);
            if (!HandOver(length))
            {
                return false;
            }

            if (_traceSegments)
            {
                TraceSegment(row, true, flags, seq, ack, payload, window);
            }

            return true;
        }

        private int WriteOptions(int row, int flags)
        {
            bool stamped = _stamps && (flags & TcpFlags.Rst) == 0
                && (row < _connections ? (_flags[row] & Stamped) != 0 : _tsRecent[row] != 0);
            uint echo = stamped && (flags & TcpFlags.Ack) != 0 ? _tsRecent[row] : 0;
            return SegmentCodec.BuildOptions(
                _packet, (flags & TcpFlags.Syn) != 0 ? _maxSegment : 0,
                stamped, (uint)(_now / 1000) + _stampOffset, echo);
        }

        private bool HandOver(int length)
        {
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
        private void TraceSegment(int row, bool outbound, int flags, uint seq, uint ack, int length, int window)
        {
            uint local;
            uint remote;
            int shown = flags & 0x3F;
            if (row < _connections)
            {
                local = _iss[row];
                remote = _irs[row];
            }
            else
            {
                local = _sndNxt[row];
                remote = _rcvNxt[row];
                shown |= EndRelative;
            }

            if (!outbound)
            {
                uint swap = local;
                local = remote;
                remote = swap;
            }

            ack = (flags & TcpFlags.Ack) != 0 ? ack - remote : 0;
            _trace.Segment(_serial[row], outbound, shown, seq - local, ack, length, window, _tick);
        }

        /// <summary>A RST without a connection (RFC 9293 3.10.7.1), within the budget.</summary>
        private void AnswerWithReset()
        {
            SegmentHeader s = _in;
            if ((s.Flags & TcpFlags.Rst) != 0 || !Spend(ResetsSpent, _policy.ResetBudget))
            {
                return;
            }

            bool acked = (s.Flags & TcpFlags.Ack) != 0;
            uint length = (uint)(s.PayloadLength + (s.Flags & TcpFlags.Fin) + ((s.Flags & TcpFlags.Syn) >> 1));
            uint ports = ((uint)s.DestinationPort << 16) | (uint)s.SourcePort;
            int built = SegmentCodec.BuildFixed(
                _packet, s.Destination, s.Source, ports, acked ? s.Ack : 0, acked ? 0 : s.Seq + length,
                acked ? TcpFlags.Rst : TcpFlags.Rst | TcpFlags.Ack, 0, 0, 0, _identification++);
            if (HandOver(built))
            {
                Count(EngineCounter.ResetsSent);
            }
        }
    }
}
