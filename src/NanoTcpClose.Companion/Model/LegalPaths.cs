using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>
/// Which ways through the state diagram lead from one state to another: what a gap in the log may hide.
/// </summary>
public static class LegalPaths
{
    // The longest close without a loop is FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT, CLOSED after SYN-SENT, ESTABLISHED.
    private const int MaximumSteps = 6;

    /// <summary>Every path without a repeated state and of at most that many steps, shortest first.</summary>
    public static IReadOnlyList<IReadOnlyList<TcpState>> Between(TcpState from, TcpState to, int steps = MaximumSteps)
    {
        List<IReadOnlyList<TcpState>> found = [];
        Walk([from], to, steps, found);
        return [.. found.OrderBy(p => p.Count)];
    }

    /// <summary>The state itself and every state that can follow it, in the order of the MIB.</summary>
    public static IReadOnlyList<TcpState> Reachable(TcpState from)
    {
        HashSet<TcpState> seen = [from];
        Queue<TcpState> next = new([from]);
        while (next.TryDequeue(out TcpState state))
        {
            foreach (uint arrow in TransitionTable.Arrows)
            {
                TcpState to = (TcpState)((arrow >> 24) & 15);
                if ((TcpState)(arrow >> 28) == state && state != TcpState.Closed && seen.Add(to))
                {
                    next.Enqueue(to);
                }
            }
        }

        return [.. seen.Order()];
    }

    /// <summary>FIN-WAIT-1, CLOSING, TIME-WAIT.</summary>
    public static string Text(IReadOnlyList<TcpState> path)
    {
        return string.Join(" -> ", path.Select(Names.State));
    }

    private static void Walk(List<TcpState> way, TcpState to, int steps, List<IReadOnlyList<TcpState>> found)
    {
        if (way.Count > steps)
        {
            return;
        }

        foreach (uint arrow in TransitionTable.Arrows)
        {
            TcpState next = (TcpState)((arrow >> 24) & 15);
            if ((TcpState)(arrow >> 28) != way[^1])
            {
                continue;
            }

            if (next == to)
            {
                found.Add([.. way, next]);
            }
            else if (next != TcpState.Closed && !way.Contains(next))
            {
                Walk([.. way, next], to, steps, found);
            }
        }
    }
}
