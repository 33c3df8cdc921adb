using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>Both sides closed at once.</summary>
public sealed class SimultaneousClose : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "simultaneous-close";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (Classifier.Classify(connection) == CloseKind.Simultaneous)
        {
            yield return Find(connection, Severity.Note, "the FINs crossed; both sides may wait 2MSL", "RFC 9293 3.6 case 3");
        }
    }
}
