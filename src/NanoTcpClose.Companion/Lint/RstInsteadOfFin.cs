using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The connection ended with a RST where a FIN was possible.</summary>
public sealed class RstInsteadOfFin : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "rst-instead-of-fin";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Note;

    // The kind follows from the last transition alone.
    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        CloseKind kind = Classifier.Classify(connection);
        if (kind is CloseKind.Abort or CloseKind.ResetForData or CloseKind.Reset)
        {
            string by = kind == CloseKind.Reset ? "the peer" : "the board";
            string text = "ended by a RST of " + by + " instead of a FIN";
            yield return At(connection.Steps[^1], connection, Severity.Note, text, "RFC 9293 3.5.3");
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open
            ? gap.Among(
                TcpState.SynReceived, TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait,
                TcpState.Closing, TcpState.LastAck)
            : [];
    }
}
