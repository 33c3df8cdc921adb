using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Model;

/// <summary>Times of many closes: by kind, and by state.</summary>
public static class CloseTimes
{
    /// <summary>The states of a close, in the order in which they are shown.</summary>
    public static IReadOnlyList<TcpState> ClosingStates { get; } =
    [
        TcpState.FinWait1, TcpState.FinWait2, TcpState.Closing, TcpState.CloseWait, TcpState.LastAck, TcpState.TimeWait,
    ];

    /// <summary>Most frequent kind first.</summary>
    public static IReadOnlyList<KindTimes> ByKind(IEnumerable<ConnectionModel> closes)
    {
        return
        [
            .. closes.GroupBy(Classifier.Classify)
                .Select(g => new KindTimes(
                    g.Key, g.Count(), Quantiles.Of(g.Select(Durations.CloseMs).OfType<double>())))
                .OrderByDescending(k => k.Count).ThenBy(k => k.Kind),
        ];
    }

    /// <summary>States that were left in view.</summary>
    public static IReadOnlyList<(TcpState State, Quantiles Times)> ByState(IReadOnlyList<ConnectionModel> closes)
    {
        return
        [
            .. ClosingStates
                .Select(state => (state, Quantiles.Of(closes.Select(c => c.StayedMs(state)).OfType<double>())))
                .Where(s => s.Item2.Count > 0),
        ];
    }
}
