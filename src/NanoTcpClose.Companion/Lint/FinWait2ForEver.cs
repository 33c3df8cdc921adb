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
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (connection.Steps.FirstOrDefault(s => s.Cause == TransitionCause.FinWait2Timeout) is Step bound)
        {
            const string Text = "the peer never closed; the bound ended FIN-WAIT-2";
            yield return At(bound, connection, Severity.Warning, Text, "RFC 9293 3.6 case 1");
        }
        else if (connection.State == TcpState.FinWait2
            && connection.EnteredMs is double entered && connection.Epoch.LastMs - entered > 60000)
        {
            int missing = connection.MissingAfter;
            yield return Unless(
                missing, connection, Severity.Warning, "in FIN-WAIT-2 for more than 60 s", "RFC 9293 3.6 case 1");
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open ? gap.Among(TcpState.FinWait2) : [];
    }
}
