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
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        // A tick is 125 us and the restart by a late FIN is counted from that FIN.
        const double ToleranceMs = 1.0;
        int promised = connection.Epoch.Identity?.TimeWaitMs ?? 0;
        double? last = FinFacts.Of(connection).LastFinMs;
        foreach (Step step in connection.Steps)
        {
            bool expired = step.From == TcpState.TimeWait && step.Cause == TransitionCause.TimeWaitExpired;
            double? stayed = step.StayedMs;
            if (expired && promised > 0 && stayed is double ms && ms + ToleranceMs < promised)
            {
                string text = "TIME-WAIT lasted " + Durations.Text(ms) + " of " + Durations.Text(promised);
                yield return Find(connection, Severity.Error, text, "RFC 9293 3.6.1 MUST-13");
            }
            else if (expired && promised > 0 && last is double fin && step.AtMs - fin + ToleranceMs < promised)
            {
                string text = "a repeated FIN did not restart 2MSL";
                yield return Find(connection, Severity.Error, text, "RFC 9293 3.10.7.4");
            }
        }
    }
}
