using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>
/// Segments that transitions imply, for a log without SEGMENT records: each says so in its comment. Data is not known,
/// so the
/// numbers count SYN and FIN alone.
/// </summary>
internal static class ImpliedSegments
{
    private const int Fin = 1;
    private const int Syn = 2;
    private const int Rst = 4;
    private const int Acked = 16;
    private const string Remark = "implied by the board's state change; the trace has no record of this segment";

    internal static IReadOnlyList<TracedSegment> Of(ConnectionModel connection)
    {
        List<TracedSegment> story = [];
        SequenceNumbers numbers = new(connection);
        uint sent = 0;
        uint received = 0;
        foreach (Step step in connection.Steps)
        {
            int before = story.Count;
            foreach ((bool outbound, int flags) in Implied(step))
            {
                uint seq = numbers.Absolute(outbound, outbound ? sent : received);
                uint ack = (flags & Acked) == 0 ? 0 : numbers.Absolute(!outbound, outbound ? received : sent);
                story.Add(Make(connection, step, outbound, flags, seq, ack));
                uint used = (flags & (Syn | Fin)) != 0 ? 1u : 0;
                sent += outbound ? used : 0;
                received += outbound ? 0 : used;
            }

            if (story.Count > before)
            {
                story[before].Comments.Add(SegmentStory.Comment(step));
            }
            else if (story.Count > 0)
            {
                story[^1].Comments.Add(SegmentStory.Comment(step));
            }
        }

        return story;
    }

    private static IEnumerable<(bool Outbound, int Flags)> Implied(Step step)
    {
        return step.Cause switch
        {
            TransitionCause.ActiveOpen => [(true, Syn)],
            TransitionCause.PassiveOpen => [(false, Syn), (true, Syn | Acked)],
            TransitionCause.SynAcked when step.From == TcpState.SynSent => [(false, Syn | Acked), (true, Acked)],
            TransitionCause.SynAcked => [(false, Acked)],
            TransitionCause.UserClose when step.To == TcpState.Closed => [],
            TransitionCause.UserClose or TransitionCause.ShutdownWrite => [(true, Fin | Acked)],
            TransitionCause.FinAcked => [(false, Acked)],
            TransitionCause.FinReceived or TransitionCause.FinAndAck => [(false, Fin | Acked), (true, Acked)],
            TransitionCause.ResetReceived or TransitionCause.Refused => [(false, Rst | Acked)],
            TransitionCause.UserAbort or TransitionCause.UnreadData or TransitionCause.DataAfterClose
                or TransitionCause.LingerExpired => [(true, Rst | Acked)],
            _ => [],
        };
    }

    private static TracedSegment Make(
        ConnectionModel connection, Step step, bool outbound, int flags, uint seq, uint ack)
    {
        TracedSegment segment = new()
        {
            Connection = connection,
            Time = connection.Epoch.HostTime(step.AtMs),
            AtMs = step.AtMs,
            Outbound = outbound,
            Flags = flags,
            Seq = seq,
            Ack = ack,
            Window = 1024,
            Implied = true,
        };
        segment.Comments.Add(Remark);
        return segment;
    }
}
