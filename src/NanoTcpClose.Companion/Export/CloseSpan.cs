using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Export;

/// <summary>
/// One ended connection as a span: plain values that nothing changes any more, so that another thread may send them
/// while the log
/// goes on. Names follow OpenTelemetry's semantic conventions where there is one; the others begin with nanotcpclose.
/// </summary>
public sealed record CloseSpan
{
    /// <summary>Which board.</summary>
    public required BoardKey Board { get; init; }

    /// <summary>When it left ESTABLISHED, or began when it never was there.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it reached CLOSED.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Kind of the close.</summary>
    public required string Kind { get; init; }

    /// <summary>What the verdict comes to.</summary>
    public required string Outcome { get; init; }

    /// <summary>How long the close took, TIME-WAIT apart; null when its beginning was not seen.</summary>
    public double? CloseSeconds { get; init; }

    /// <summary>Seconds in each state that was entered and left in view.</summary>
    public required IReadOnlyList<KeyValuePair<TcpState, double>> StateSeconds { get; init; }

    /// <summary>Set when a rule is broken: the verdict.</summary>
    public string? Error { get; init; }

    /// <summary>Attributes of the span.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Attributes { get; init; }

    /// <summary>Its state changes.</summary>
    public required IReadOnlyList<CloseSpanEvent> Events { get; init; }

    /// <summary>Of a connection that has ended; null when it has not or when no transition of it was seen.</summary>
    public static CloseSpan? Of(ConnectionModel connection)
    {
        if (!connection.Ended)
        {
            return null;
        }

        Step first = connection.Steps.FirstOrDefault(s => s.From >= TcpState.Established) ?? connection.Steps[0];
        Verdict verdict = Judge.Of(connection);
        return new CloseSpan
        {
            Board = BoardKey.Of(connection.Epoch),
            Start = connection.Epoch.HostTime(first.AtMs),
            End = connection.Epoch.HostTime(connection.Steps[^1].AtMs),
            Kind = CloseKinds.Name(verdict.Kind),
            Outcome = verdict.Outcome.ToString().ToLowerInvariant(),
            CloseSeconds = Durations.CloseMs(connection) / 1000,
            StateSeconds = [.. States(connection)],
            Error = verdict.Outcome == Model.Outcome.Broken ? verdict.Text : null,
            Attributes = [.. Describe(connection, verdict)],
            Events = [.. connection.Steps.Select(s => CloseSpanEvent.Of(connection, s))],
        };
    }

    private static IEnumerable<KeyValuePair<TcpState, double>> States(ConnectionModel connection)
    {
        for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
        {
            if (connection.StayedMs(state) is double ms)
            {
                yield return new(state, ms / 1000);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Describe(ConnectionModel connection, Verdict verdict)
    {
        yield return new("network.transport", "tcp");
        yield return new("network.type", "ipv4");
        if (connection.Opening is LogEvent open)
        {
            yield return new("network.local.address", Names.Address(open.LocalAddress));
            yield return new("network.local.port", (long)open.LocalPort);
            yield return new("network.peer.address", Names.Address(open.RemoteAddress));
            yield return new("network.peer.port", (long)open.RemotePort);
        }

        FinFacts facts = FinFacts.Of(connection);
        yield return new("nanotcpclose.connection", connection.Id);
        yield return new("nanotcpclose.close.kind", CloseKinds.Name(verdict.Kind));
        yield return new("nanotcpclose.close.outcome", verdict.Outcome.ToString().ToLowerInvariant());
        yield return new("nanotcpclose.close.verdict", verdict.Text);
        yield return new("nanotcpclose.close.clause", verdict.Clause);
        yield return new("nanotcpclose.close.certainty", verdict.Certainty);
        yield return new("nanotcpclose.close.fin_retransmissions", (long)facts.Retransmitted);
        yield return new("nanotcpclose.records.missing", (long)connection.MissingRecords);
    }
}
