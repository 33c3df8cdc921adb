using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>A rule that looks at one connection at a time.</summary>
public abstract class ConnectionLinter : ILinter
{
    private const int NamedStates = 4;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>The weight of what it cannot know.</summary>
    protected abstract Severity Weight { get; }

    /// <inheritdoc/>
    public virtual IEnumerable<Finding> OfBoard(BoardLog log)
    {
        return [];
    }

    /// <inheritdoc/>
    public IEnumerable<Finding> Of(ConnectionModel connection)
    {
        List<Finding> seen = [.. Check(connection)];
        return seen.Count > 0 ? seen : Hidden(connection);
    }

    /// <summary>What it saw of one connection.</summary>
    protected abstract IEnumerable<Finding> Check(ConnectionModel connection);

    /// <summary>
    /// The states in which what it looks for may stand among missing records; empty where it cannot.
    /// </summary>
    private protected abstract IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap);

    /// <summary>A finding whose own records were seen: what is missing elsewhere does not change it.</summary>
    protected Finding Sure(ConnectionModel connection, Severity severity, string text, string clause)
    {
        return new Finding(Name, severity, connection.Id, text, clause, true) { Missing = connection.MissingRecords };
    }

    /// <summary>A finding that so many missing records could make wrong; certain when none is missing.</summary>
    protected Finding Unless(int missing, ConnectionModel connection, Severity severity, string text, string clause)
    {
        return Sure(connection, severity, text, clause) with { Certain = missing == 0, Missing = missing };
    }

    /// <summary>
    /// A finding about one transition, which its own record shows; the board may not have been sure of it.
    /// </summary>
    protected Finding At(Step step, ConnectionModel connection, Severity severity, string text, string clause)
    {
        return Sure(connection, severity, text, clause) with { Certain = !step.Event.Uncertain };
    }

    private IEnumerable<Finding> Hidden(ConnectionModel connection)
    {
        int missing = 0;
        SortedSet<TcpState> states = [];
        foreach (Unseen gap in Unseen.Of(connection))
        {
            IReadOnlyList<TcpState> hiding = MayHide(connection, gap);
            missing += hiding.Count > 0 ? gap.Missing : 0;
            states.UnionWith(hiding);
        }

        if (missing > 0)
        {
            string where = states.Count > NamedStates
                ? "any of " + states.Count.ToString(CultureInfo.InvariantCulture) + " states"
                : string.Join(" or ", states.Select(Names.State));
            string text = "not seen, but it may have been in " + where;
            yield return new Finding(Name, Weight, connection.Id, text, "", false)
            {
                Seen = false,
                Missing = missing,
            };
        }
    }
}
