using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>
/// A transition that leaves another state than the one entered last, and no missing record explains it.
/// </summary>
public sealed class BrokenChain : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "broken-chain";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Error;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        IReadOnlyList<Step> steps = connection.Steps;
        for (int k = 1; k < steps.Count; k++)
        {
            int missing = steps[k].MissingBefore;
            if (steps[k].Broken && (missing == 0 || LegalPaths.Between(steps[k - 1].To, steps[k].From).Count == 0))
            {
                string text = "a transition leaves " + Names.State(steps[k].From)
                    + ", which is not the state entered before (" + Names.State(steps[k - 1].To) + ")"
                    + (missing == 0 ? ", and no record is missing between" : "; no legal path bridges the gap");
                yield return Unless(missing, connection, Severity.Error, text, "RFC 9293 3.3.2");
            }
        }
    }

    // A gap that a legal path bridges is what lost records look like; illegal-transition has the doubt.
    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return [];
    }
}
