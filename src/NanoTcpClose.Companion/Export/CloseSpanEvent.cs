using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Export;

/// <summary>A state change of a span.</summary>
/// <param name="Time">When.</param>
/// <param name="Attributes">State entered and left, cause and clause.</param>
public sealed record CloseSpanEvent(DateTimeOffset Time, IReadOnlyList<KeyValuePair<string, object?>> Attributes)
{
    /// <summary>Name of every one of them.</summary>
    public const string Name = "nanotcpclose.transition";

    internal static CloseSpanEvent Of(ConnectionModel connection, Step step)
    {
        return new CloseSpanEvent(
            connection.Epoch.HostTime(step.AtMs),
            [
                new("network.connection.state", State(step.To)),
                new("nanotcpclose.transition.from", State(step.From)),
                new("nanotcpclose.transition.cause", Names.Cause(step.Cause)),
                new("nanotcpclose.transition.clause", Clauses.For(step.From, step.Cause)),
                new("nanotcpclose.records.missing", (long)step.MissingBefore),
            ]);
    }

    /// <summary>The state as the semantic conventions spell it: fin_wait_1.</summary>
    internal static string State(TcpState state)
    {
        return Names.State(state).ToLowerInvariant().Replace('-', '_');
    }
}
