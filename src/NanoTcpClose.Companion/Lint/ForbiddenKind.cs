using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A kind of close that a user does not allow.</summary>
internal sealed class ForbiddenKind : ConnectionLinter
{
    private readonly CloseKind _kind;
    private readonly Severity _severity;

    internal ForbiddenKind(CloseKind kind, Severity severity)
    {
        _kind = kind;
        _severity = severity;
    }

    /// <inheritdoc/>
    public override string Name => "forbid " + CloseKinds.Name(_kind);

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (Classifier.Classify(connection) == _kind)
        {
            string text = "closed as " + CloseKinds.Name(_kind) + ", which the rules forbid";
            yield return Find(connection, _severity, text, CloseKinds.Clause(_kind));
        }
    }
}
