using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Report;

/// <summary>
/// Which closes a report shows one by one: what is not clean first, then the first of the others. Every count and every
/// time of the page is of all of them.
/// </summary>
internal sealed class Shown
{
    private readonly HashSet<ConnectionModel> _chosen;

    internal Shown(IReadOnlyList<ConnectionModel> closes, int most)
    {
        All = closes.Count;
        List<(ConnectionModel Connection, Outcome Outcome)> judged = [.. closes.Select(c => (c, Judge.Of(c).Outcome))];
        NotClean = judged.Count(j => j.Outcome != Outcome.Clean);
        _chosen = [.. judged.OrderByDescending(j => Weight(j.Outcome)).Take(most).Select(j => j.Connection)];
        Closes = [.. closes.Where(_chosen.Contains)];
        Most = most;
    }

    /// <summary>How many closes there are.</summary>
    internal int All { get; }

    /// <summary>How many of them are not clean.</summary>
    internal int NotClean { get; }

    /// <summary>How many are shown at most.</summary>
    internal int Most { get; }

    /// <summary>The chosen ones, in the order of the log.</summary>
    internal IReadOnlyList<ConnectionModel> Closes { get; }

    /// <summary>Whether every close is shown.</summary>
    internal bool Whole => Closes.Count == All;

    internal bool Has(ConnectionModel connection)
    {
        return _chosen.Contains(connection);
    }

    /// <summary>What is left out; empty when nothing is.</summary>
    internal string Sentence()
    {
        string grave = ReportPage.Plural(NotClean, "close that is", "closes that are") + " not clean";
        string which = NotClean > Closes.Count ? "the gravest of " + grave
            : NotClean > 0 ? grave + ", then the first"
            : "the first";
        string part = ReportPage.Plural(Closes.Count, "close", "closes") + " of " + Number(All) + " shown: ";
        return Whole ? "" : part + which
            + ". The other " + Number(All - Closes.Count)
            + " count in every number and time of this page; ntc report --all shows each.";
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static int Weight(Outcome outcome)
    {
        return outcome switch
        {
            Outcome.Broken => 4,
            Outcome.Uncertain => 3,
            Outcome.Notable => 2,
            Outcome.Pending => 1,
            _ => 0,
        };
    }
}
