using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The TIME-WAIT table was nearly or quite full, or an entry lost its place.</summary>
public sealed class TimeWaitExhaustion : ConnectionLinter
{
    private const string Clause = "RFC 9293 3.6.1";

    /// <inheritdoc/>
    public override string Name => "time-wait-exhaustion";

    /// <inheritdoc/>
    protected override Severity Weight => Severity.Warning;

    /// <inheritdoc/>
    public override IEnumerable<Finding> OfBoard(BoardLog log)
    {
        return log.Epochs.Select(e => Of(e, log.Epochs.Count > 1)).OfType<Finding>();
    }

    /// <inheritdoc/>
    protected override IEnumerable<Finding> Check(ConnectionModel connection)
    {
        foreach (Step step in connection.Steps)
        {
            bool cut = step.Cause == TransitionCause.Overflow
                || (step.From == TcpState.TimeWait && step.Cause == TransitionCause.Evicted);
            if (cut)
            {
                const string Text = "lost its TIME-WAIT because the table was full";
                yield return At(step, connection, Severity.Warning, Text, Clause);
            }
        }
    }

    private protected override IReadOnlyList<TcpState> MayHide(ConnectionModel connection, Unseen gap)
    {
        return gap.Open ? gap.Among(TcpState.TimeWait) : [];
    }

    // The count is exact at STATS; between two of them every missing record makes it one less sure.
    private Finding? Of(EpochModel epoch, bool several)
    {
        int slots = epoch.Identity?.TimeWaitEntries ?? 0;
        SlotCount count = epoch.Slots;
        if (slots == 0 || !Full(slots, count.Most))
        {
            return null;
        }

        SlotPeak peak = Full(slots, count.Least) ? count.Least : Full(slots, count.Seen) ? count.Seen : count.Most;
        bool seen = peak != count.Most || peak.Missing == 0;
        int free = System.Math.Max(0, slots - (seen ? peak.Count : peak.Count - peak.Missing));
        string text = string.Create(CultureInfo.InvariantCulture, $"{free} of {slots} TIME-WAIT slots free");
        text = (seen ? text : "not seen: " + text + " by what was seen")
            + string.Create(CultureInfo.InvariantCulture, $" {peak.AtMs / 1000:0.0} s after boot")
            + (several ? string.Create(CultureInfo.InvariantCulture, $" {epoch.Number}") : "");
        bool certain = seen && Full(slots, count.Least);
        return new Finding(Name, Severity.Warning, "", text, Clause, certain)
        {
            Seen = seen,
            Missing = certain ? epoch.Missing : peak.Missing,
        };
    }

    private static bool Full(int slots, SlotPeak peak)
    {
        return slots - peak.Count <= slots / 8;
    }
}
