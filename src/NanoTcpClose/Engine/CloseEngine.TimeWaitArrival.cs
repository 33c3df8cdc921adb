// Invariant: nothing that arrives for a TIME-WAIT entry lengthens it but the peer's own FIN again, and nothing shortens it but an
// exact RST where policy allows and a SYN that may open the next connection.

namespace NanoTcpClose
{
    public sealed partial class CloseEngine
    {
        /// <summary>RFC 9293 3.10.7.4 for TIME-WAIT, with RFC 1337, RFC 5961 and RFC 6191.</summary>
        private void TimeWaitArrives(int entry)
        {
            SegmentHeader s = _in;
            int flags = s.Flags;
            if ((flags & TcpFlags.Rst) != 0)
            {
                TimeWaitReset(entry);
            }
            else if ((flags & TcpFlags.Syn) != 0)
            {
                TimeWaitSyn(entry);
            }
            else if (_stamps && _tsRecent[entry] != 0 && !s.HasTimestamps)
            {
                // RFC 7323 3.2: without the agreed timestamps a segment is dropped in silence.
            }
            else if (!TimeWaitSequence(entry))
            {
                TimeWaitUnacceptable(entry);
            }
            else if ((flags & TcpFlags.Ack) != 0 && _sndNxt[entry] - s.Ack > 0xFFFF)
            {
                // RFC 5961 5.2: it acknowledges what was never sent, or what no window ever reached back to.
                Challenge(entry);
            }
            else
            {
                // A valid ACK, or text and FIN beyond the peer's FIN: ignored, because everything was received already.
            }
        }

        private bool TimeWaitSequence(int entry)
        {
            SegmentHeader s = _in;
            uint rcvNxt = _rcvNxt[entry];
            if (_stamps && _tsRecent[entry] != 0 && (int)(s.TsVal - _tsRecent[entry]) < 0)
            {
                return false;
            }

            return Acceptable(s.Seq - rcvNxt, s.PayloadLength + (s.Flags & TcpFlags.Fin), (uint)_receiveSize);
        }

        private void TimeWaitUnacceptable(int entry)
        {
            SegmentHeader s = _in;
            uint rcvNxt = _rcvNxt[entry];
            Count(EngineCounter.OutOfWindow);
            bool theFin = (s.Flags & (TcpFlags.Fin | TcpFlags.Ack)) == (TcpFlags.Fin | TcpFlags.Ack)
                && s.Seq + (uint)s.PayloadLength + 1 == rcvNxt
                && _sndNxt[entry] - s.Ack <= 0xFFFF
                && !(_stamps && _tsRecent[entry] != 0 && (int)(s.TsVal - _tsRecent[entry]) < 0);
            if (theFin)
            {
                // Our last ACK was lost: acknowledge again, restart 2MSL. Not limited, or the peer could not finish.
                // TS.Recent stays: the segment lies below the window (RFC 7323 5.3, R2 before R3).
                RestartTimeWait(entry);
                SendTimeWaitAck(entry);
            }
            else if (SpendAnswer(entry, false))
            {
                SendTimeWaitAck(entry);
            }
        }

        private void TimeWaitReset(int entry)
        {
            uint distance = _in.Seq - _rcvNxt[entry];
            if (!_policy.Rfc1337)
            {
                if (distance == 0)
                {
                    ResetTimeWait(entry);
                }
                else if (distance < (uint)_receiveSize)
                {
                    Challenge(entry);
                }
            }
            else if (distance == 0 && _policy.RstAfterChallenge && WasChallengedBySyn(entry))
            {
                // The peer answered our challenge ACK: it has no memory of the old connection, so nothing is left to protect.
                ResetTimeWait(entry);
            }
            else
            {
                // RFC 1337 3: ignored, because a RST must not assassinate TIME-WAIT.
            }
        }

        /// <summary>Ends an entry by a RST; the slot that its handle names keeps the cause, so that the user is told once.</summary>
        private void ResetTimeWait(int entry)
        {
            ushort serial = _serial[entry];
            EndTimeWait(entry, TransitionCause.ResetReceived);
            for (int row = 0; row < _connections; row++)
            {
                if (_serial[row] == serial && _state[row] == (byte)TcpState.Closed)
                {
                    _cause[row] = (byte)TransitionCause.ResetReceived;
                }
            }
        }

        private void TimeWaitSyn(int entry)
        {
            SegmentHeader s = _in;
            bool pure = (s.Flags & (TcpFlags.Ack | TcpFlags.Fin)) == 0;
            if (pure && _policy.SynReuse && IsListening(s.DestinationPort) && MayReuse(entry) && HaveSlot())
            {
                uint above = _sndNxt[entry];
                EndTimeWait(entry, TransitionCause.ReusedBySyn);
                OpenPassive(TransitionCause.ReusedBySyn, above);
            }
            else if (SpendAnswer(entry, pure))
            {
                Count(EngineCounter.ChallengeAcks);
                SendTimeWaitAck(entry);
            }
        }

        /// <summary>RFC 6191 2: timestamps first, then sequence numbers.</summary>
        private bool MayReuse(int entry)
        {
            SegmentHeader s = _in;
            bool newer = (int)(s.Seq - _rcvNxt[entry]) >= 0;
            if (!_stamps || !s.HasTimestamps)
            {
                return newer;
            }

            uint recent = _tsRecent[entry];
            if (recent == 0)
            {
                return true;
            }

            int age = (int)(s.TsVal - recent);
            return age > 0 || (age == 0 && newer);
        }

        private void SendTimeWaitAck(int entry)
        {
            if (!Emit(entry, TcpFlags.Ack, _sndNxt[entry], 0))
            {
                HoldAnswer(entry);
            }
        }
    }
}
