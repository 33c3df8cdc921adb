using System.Collections.Generic;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lint;

/// <summary>The TIME-WAIT table is nearly or quite full.</summary>
public sealed class TimeWaitExhaustion : ILinter
{
    /// <inheritdoc/>
    public string Name => "time-wait-exhaustion";

    /// <inheritdoc/>
    public IEnumerable<Finding> Check(BoardLog log)
    {
        foreach (EpochModel epoch in log.Epochs)
        {
            int slots = epoch.Identity?.TimeWaitEntries ?? 0;
            int used = epoch.Stats?.TimeWait ?? 0;
            if (slots > 0 && slots - used <= slots / 8)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{slots - used} of {slots} TIME-WAIT slots free");
                yield return new Finding(Name, Severity.Warning, "", text, "RFC 9293 3.6.1", true);
            }

            foreach (ConnectionModel connection in epoch.Connections)
            {
                Step? last = connection.Steps.Count > 0 ? connection.Steps[^1] : null;
                bool cut = last?.Cause == TransitionCause.Overflow
                    || (last?.From == TcpState.TimeWait && last.Cause == TransitionCause.Evicted);
                if (cut)
                {
                    const string Text = "lost its TIME-WAIT because the table was full";
                    yield return new Finding(Name, Severity.Warning, connection.Id, Text, "RFC 9293 3.6.1", true);
                }
            }
        }
    }
}
