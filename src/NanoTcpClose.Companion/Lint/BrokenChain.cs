using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A transition that leaves another state than the one entered last, though no record is missing.</summary>
public sealed class BrokenChain : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "broken-chain";

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        if (connection.MissingRecords == 0)
        {
            foreach (Step step in connection.Steps.Where(s => s.Broken))
            {
                string text = "a transition leaves " + Names.State(step.From)
                    + ", which is not the state entered before, and no record is missing";
                yield return Find(connection, Severity.Error, text, "RFC 9293 3.3.2") with { Certain = true };
            }
        }
    }
}
