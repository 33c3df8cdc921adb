using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The connection ended with a RST where a FIN was possible.</summary>
public sealed class RstInsteadOfFin : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "rst-instead-of-fin";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        CloseKind kind = Classifier.Classify(connection);
        if (kind is CloseKind.Abort or CloseKind.ResetForData or CloseKind.Reset)
        {
            string by = kind == CloseKind.Reset ? "the peer" : "the board";
            yield return Find(connection, Severity.Note, "ended by a RST of " + by + " instead of a FIN", "RFC 9293 3.5.3");
        }
    }
}
