using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A transition that is no arrow of the state diagram. Its one record says it all.</summary>
public sealed class IllegalTransition : ConnectionLinter
{
    /// <inheritdoc/>
    public override string Name => "illegal-transition";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Error;

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        foreach (Step step in connection.Steps.Where(s => !Judge.IsLegal(s)))
        {
            string text = Names.State(step.From) + " -> " + Names.State(step.To) + " by " + Names.Cause(step.Cause)
                + " is not in the state diagram";
            yield return At(step, connection, Severity.Error, text, "RFC 9293 3.3.2");
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Whole ? [] : gap.States;
    }
}
