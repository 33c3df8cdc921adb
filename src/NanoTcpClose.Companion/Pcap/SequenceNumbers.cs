// The trace counts from the initial sequence numbers, and from the end of the connection in TIME-WAIT. An inbound SYN
// that comes
// before the board knows the peer's initial number counts from 0, so it carries that number itself.

using System;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>Absolute sequence numbers of one connection, from its OPEN and SEGMENT records.</summary>
internal sealed class SequenceNumbers
{
    private const int Fin = 1;
    private const int Syn = 2;
    private const int Acked = 16;

    private readonly uint _iss;
    private readonly uint _irs;
    private readonly uint _sent;
    private readonly uint _received;

    internal SequenceNumbers(ConnectionModel connection)
    {
        _iss = connection.Opening?.Iss ?? 0;
        _irs = connection.Opening?.Irs ?? 0;
        foreach (LogEvent segment in connection.Segments)
        {
            if (!segment.Outbound && (segment.SegmentFlags & Syn) != 0 && segment.Seq != 0)
            {
                _irs = segment.Seq;
            }

            if (segment.EndRelative)
            {
                continue;
            }

            uint end = Counted(segment) + (uint)segment.Length
                + ((segment.SegmentFlags & Syn) != 0 ? 1u : 0) + ((segment.SegmentFlags & Fin) != 0 ? 1u : 0);
            uint ack = (segment.SegmentFlags & Acked) != 0 ? segment.Ack : 0;
            _sent = Math.Max(_sent, segment.Outbound ? end : ack);
            _received = Math.Max(_received, segment.Outbound ? ack : end);
        }
    }

    /// <summary>SEG.SEQ counted from the sender's initial number: a SYN is 0.</summary>
    internal uint Relative(LogEvent segment)
    {
        uint end = segment.EndRelative ? (segment.Outbound ? _sent : _received) : 0;
        return end + Counted(segment);
    }

    /// <summary>SEG.ACK counted from the receiver's initial number.</summary>
    internal uint RelativeAck(LogEvent segment)
    {
        uint end = segment.EndRelative ? (segment.Outbound ? _received : _sent) : 0;
        return end + segment.Ack;
    }

    /// <summary>SEG.SEQ.</summary>
    internal uint Seq(LogEvent segment)
    {
        return Absolute(segment.Outbound, Relative(segment));
    }

    /// <summary>SEG.ACK; 0 without ACK.</summary>
    internal uint Ack(LogEvent segment)
    {
        return (segment.SegmentFlags & Acked) == 0 ? 0 : Absolute(!segment.Outbound, RelativeAck(segment));
    }

    /// <summary>The absolute number of a relative one of the board or of the peer.</summary>
    internal uint Absolute(bool ofBoard, uint relative)
    {
        return (ofBoard ? _iss : _irs) + relative;
    }

    private static uint Counted(LogEvent segment)
    {
        return (segment.SegmentFlags & Syn) != 0 ? 0 : segment.Seq;
    }
}
