using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>Our FIN in LAST-ACK is never acknowledged.</summary>
public sealed class LastAckZombie : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "last-ack-zombie";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        Step? gaveUp = connection.Steps.FirstOrDefault(
            s => s.From == TcpState.LastAck && s.Cause == TransitionCause.RetriesExhausted);
        if (gaveUp is not null)
        {
            const string Text = "the last ACK never came; given up";
            yield return At(gaveUp, connection, Severity.Warning, Text, "RFC 9293 3.8.3");
        }
        else if (connection.State == TcpState.LastAck
            && connection.EnteredMs is double entered && connection.Epoch.LastMs - entered > 120000)
        {
            int missing = connection.MissingAfter;
            yield return Unless(
                missing, connection, Severity.Warning, "the last ACK never came in 120 s", "RFC 9293 3.8.3");
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open ? gap.Among(TcpState.LastAck) : [];
    }
}
