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
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        bool gaveUp = connection.Steps.Any(
            s => s.From == TcpState.LastAck && s.Cause == TransitionCause.RetriesExhausted);
        bool waiting = connection.State == TcpState.LastAck
            && connection.EnteredMs is double entered && connection.Epoch.LastMs - entered > 120000;
        if (gaveUp || waiting)
        {
            string text = "the last ACK never came" + (gaveUp ? "; given up" : " in 120 s");
            yield return Find(connection, Severity.Warning, text, "RFC 9293 3.8.3");
        }
    }
}
