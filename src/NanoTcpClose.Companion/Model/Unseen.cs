// A gap in the log hides a transition of a connection only where the chain of its states breaks or has not ended:
// Certainty.cs says why. So a gap is known by the states in which the connection may have been while it lasted.

using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>Missing records, and what a connection may have done meanwhile.</summary>
/// <param name="Missing">How many.</param>
/// <param name="States">Every state in which it may have been; more than one where a transition may be missing.</param>
/// <param name="Open">Nothing was seen after them: its end may be among them.</param>
internal sealed record Unseen(int Missing, IReadOnlyList<TcpState> States, bool Open)
{
    private static readonly TcpState[] s_all =
        [.. Enumerable.Range((int)TcpState.Closed, (int)TcpState.TimeWait).Select(s => (TcpState)s)];

    /// <summary>The state before them and the state after them are the same: no transition is among them.</summary>
    internal bool Whole => States.Count == 1 && !Open;

    /// <summary>Where records of a connection are missing, in order.</summary>
    internal static IEnumerable<Unseen> Of(ConnectionModel connection)
    {
        IReadOnlyList<Step> steps = connection.Steps;
        if (steps.Count == 0)
        {
            return connection.MissingAfter > 0 ? [new Unseen(connection.MissingAfter, s_all, true)] : [];
        }

        List<Unseen> found = [];
        int first = steps[0].MissingBefore + (connection.Opening is null ? connection.MissingAtFirst : 0);
        bool begins = steps[0].From is TcpState.Closed or TcpState.Listen;
        if (first > 0)
        {
            found.Add(new Unseen(first, begins ? [steps[0].From] : Before(steps[0].From), false));
        }

        for (int k = 1; k < steps.Count; k++)
        {
            if (steps[k].MissingBefore > 0)
            {
                found.Add(new Unseen(steps[k].MissingBefore, Between(steps[k - 1].To, steps[k].From), false));
            }
        }

        if (connection.MissingAfter > 0 && !connection.Ended)
        {
            found.Add(new Unseen(connection.MissingAfter, LegalPaths.Reachable(connection.State), true));
        }

        return found;
    }

    /// <summary>Those of the given states in which it may have been.</summary>
    internal IReadOnlyList<TcpState> Among(params TcpState[] states)
    {
        return [.. States.Where(states.Contains)];
    }

    private static IReadOnlyList<TcpState> Before(TcpState state)
    {
        return [.. s_all.Where(s => s == state || LegalPaths.Reachable(s).Contains(state))];
    }

    // Where no legal path leads from one to the other, anything may have happened.
    private static IReadOnlyList<TcpState> Between(TcpState from, TcpState to)
    {
        if (from == to)
        {
            return [from];
        }

        TcpState[] ways = [.. LegalPaths.Between(from, to).SelectMany(p => p).Distinct().Order()];
        return ways.Length == 0 ? s_all : ways;
    }
}
