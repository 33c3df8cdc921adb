using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The peer still sent data after our full close.</summary>
public sealed class HalfCloseDataLost : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "half-close-data-lost";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        Step? lost = connection.Steps.FirstOrDefault(
            s => s.Cause is TransitionCause.DataAfterClose or TransitionCause.UnreadData);
        if (lost is not null)
        {
            const string Text = "data of the peer was lost: Close instead of a half-close, or Close before all was read";
            yield return At(lost, connection, Severity.Warning, Text, "RFC 9293 3.6.1");
        }
    }

    // Such data ends the connection with a RST.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open
            ? gap.Among(TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait) : [];
    }
}
