using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The peer acknowledged our FIN and never sent its own.</summary>
public sealed class FinWait2ForEver : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "fin-wait-2-forever";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        bool bound = connection.Steps.Any(s => s.Cause == TransitionCause.FinWait2Timeout);
        bool waiting = connection.State == TcpState.FinWait2
            && connection.EnteredMs is double entered && connection.Epoch.LastMs - entered > 60000;
        if (bound || waiting)
        {
            string text = bound ? "the peer never closed; the bound ended FIN-WAIT-2" : "in FIN-WAIT-2 for more than 60 s";
            yield return Find(connection, Severity.Warning, text, "RFC 9293 3.6 case 1");
        }
    }
}
