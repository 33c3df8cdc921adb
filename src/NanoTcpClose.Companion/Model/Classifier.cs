using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>Which kind of close a connection went through, from its transitions alone.</summary>
public static class Classifier
{
    /// <summary>Whether the connection is past ESTABLISHED or ended.</summary>
    public static bool IsClosing(ConnectionModel connection)
    {
        return connection.State >= TcpState.FinWait1 || connection.Ended;
    }

    /// <summary>The kind; Unknown when a break in the chain hides it.</summary>
    public static CloseKind Classify(ConnectionModel connection)
    {
        IReadOnlyList<Step> steps = connection.Steps;
        if (!IsClosing(connection))
        {
            return CloseKind.Open;
        }

        if (connection.Ended && EndedEarly(steps[^1]) is CloseKind early)
        {
            return early;
        }

        CloseKind kind = ByPath(steps);
        bool past = connection.Ended || connection.State == TcpState.TimeWait;
        return past || kind == CloseKind.Unknown ? kind : CloseKind.Unfinished;
    }

    private static CloseKind? EndedEarly(Step last)
    {
        return last.Cause switch
        {
            TransitionCause.ResetReceived when last.From != TcpState.TimeWait => CloseKind.Reset,
            TransitionCause.UserAbort when last.From != TcpState.TimeWait => CloseKind.Abort,
            TransitionCause.UserClose => CloseKind.Abort,
            TransitionCause.DataAfterClose or TransitionCause.UnreadData => CloseKind.ResetForData,
            TransitionCause.RetriesExhausted or TransitionCause.FinWait2Timeout or TransitionCause.UserTimeout
                or TransitionCause.LingerExpired => CloseKind.Timeout,
            TransitionCause.Refused => CloseKind.Refused,
            TransitionCause.Evicted or TransitionCause.Overflow => CloseKind.Evicted,
            TransitionCause.Fault => CloseKind.Fault,
            _ => null,
        };
    }

    private static CloseKind ByPath(IReadOnlyList<Step> steps)
    {
        if (steps.Any(s => s.From == TcpState.CloseWait || s.To is TcpState.CloseWait or TcpState.LastAck))
        {
            return CloseKind.Passive;
        }

        if (steps.Any(s => s.To == TcpState.Closing || s.From == TcpState.Closing))
        {
            return CloseKind.Simultaneous;
        }

        if (steps.Any(s => s.Cause == TransitionCause.FinAndAck))
        {
            return CloseKind.ThreeSegment;
        }

        if (steps.Any(s => s.Cause == TransitionCause.ShutdownWrite))
        {
            return CloseKind.HalfClose;
        }

        bool through = steps.Any(s => s.From == TcpState.FinWait2 || s.To is TcpState.FinWait2 or TcpState.FinWait1);
        return through ? CloseKind.FourWay : CloseKind.Unknown;
    }
}
