using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>TIME-WAIT expired before 2MSL were over.</summary>
public sealed class TimeWaitShort : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "time-wait-short";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Error;

    // Both ends of the stay are records of their own; a FIN that was lost could only ask for a longer one.
    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        // A tick is 125 us and the restart by a late FIN is counted from that FIN.
        const double ToleranceMs = 1.0;
        int promised = connection.Epoch.Identity?.TimeWaitMs ?? 0;
        double? last = FinFacts.Of(connection).LastFinMs;
        foreach (Step step in connection.Steps.Where(s => Expired(s) && promised > 0))
        {
            if (step.StayedMs is double ms && ms + ToleranceMs < promised)
            {
                string text = "TIME-WAIT lasted " + Durations.Text(ms) + " of " + Durations.Text(promised);
                yield return At(step, connection, Severity.Error, text, "RFC 9293 3.6.1 MUST-13");
            }
            else if (last is double fin && step.AtMs - fin + ToleranceMs < promised)
            {
                string text = "a repeated FIN did not restart 2MSL";
                yield return At(step, connection, Severity.Error, text, "RFC 9293 3.10.7.4");
            }
        }
    }

    // The time is not known when its entry is among missing records, or when its end is.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        bool unmeasured = connection.Steps.Any(s => Expired(s) && s.StayedMs is null);
        return gap.Whole || (!gap.Open && !unmeasured) ? [] : gap.Among(TcpState.TimeWait);
    }

    private static bool Expired(Step step)
    {
        return step.From == TcpState.TimeWait && step.Cause == TransitionCause.TimeWaitExpired;
    }
}
