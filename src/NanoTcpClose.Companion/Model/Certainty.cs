// The state diagram has no cycle but through CLOSED, so a chain of states without a break has no transition missing,
// however many
// records are lost around it. Where the chain breaks, the paths through the diagram say what may stand in the gap.

using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>How sure a statement can be: what is missing in its window, and what may stand there.</summary>
public static class Certainty
{
    private const int ShownPaths = 4;

    /// <summary>Of the whole connection: "complete", or what is missing.</summary>
    public static string Of(ConnectionModel connection)
    {
        int broken = connection.Steps.ToList().FindIndex(s => s.Broken);
        string text = broken > 0 ? Bridge(connection, broken)
            : connection.MissingRecords > 0 ? Whole(connection)
            : connection.Opening is null ? "beginning not seen" : "complete";
        text += connection.Steps.Any(s => s.Event.Inferred) ? ", states inferred from socket calls" : "";
        return text + (connection.Steps.Any(s => s.Event.Uncertain) ? ", the board missed segment copies" : "");
    }

    /// <summary>Of one step: empty when nothing is missing since the step before it.</summary>
    public static string Of(ConnectionModel connection, int index)
    {
        Step step = connection.Steps[index];
        if (step.Broken && index > 0)
        {
            return Bridge(connection, index);
        }

        if (step.MissingBefore > 0 && index > 0)
        {
            return Count(step.MissingBefore) + " since " + Names.State(step.From)
                + " was entered, none of them a transition of this connection: the chain of states is whole";
        }

        return index == 0 && step.From is not (TcpState.Closed or TcpState.Listen) ? "the beginning was not seen" : "";
    }

    /// <summary>What may have happened since the last record: empty when nothing is missing there.</summary>
    public static string AfterLast(ConnectionModel connection)
    {
        if (connection.MissingAfter == 0 || connection.Ended || connection.Steps.Count == 0)
        {
            return "";
        }

        IReadOnlyList<TcpState> now = LegalPaths.Reachable(connection.State);
        string states = string.Join(", ", now.Select(Names.State));
        return Count(connection.MissingAfter) + " since " + Names.State(connection.State) + ": it may be in " + states
            + " by now";
    }

    private static string Whole(ConnectionModel connection)
    {
        string after = AfterLast(connection);
        return after.Length > 0 ? after
            : Count(connection.MissingRecords) + " in its window, none between its states";
    }

    private static string Bridge(ConnectionModel connection, int broken)
    {
        TcpState from = connection.Steps[broken - 1].To;
        TcpState to = connection.Steps[broken].From;
        IReadOnlyList<IReadOnlyList<TcpState>> paths = LegalPaths.Between(from, to);
        string between = Count(connection.Steps[broken].MissingBefore) + " between " + Names.State(from) + " and "
            + Names.State(to);
        string list = string.Join("; ", paths.Take(ShownPaths).Select(LegalPaths.Text));
        list += paths.Count > ShownPaths ? "; ..." : "";
        return paths.Count switch
        {
            0 => between + "; no legal path bridges it",
            1 => between + "; one path possible: " + list,
            _ => string.Create(CultureInfo.InvariantCulture, $"{between}; {paths.Count} paths possible: {list}"),
        };
    }

    private static string Count(int missing)
    {
        return missing switch
        {
            0 => "records missing",
            1 => "1 record missing",
            _ => missing.ToString(CultureInfo.InvariantCulture) + " records missing",
        };
    }
}
