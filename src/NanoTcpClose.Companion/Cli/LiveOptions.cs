using NanoTcpClose.Companion.Cli.Filters;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli;

/// <summary>What `watch` shows and when it ends.</summary>
public sealed record LiveOptions
{
    /// <summary>NDJSON instead of lines.</summary>
    public bool Json { get; init; }

    /// <summary>host, device or both.</summary>
    public string Time { get; init; } = "host";

    /// <summary>show, hide or only.</summary>
    public string Text { get; init; } = "show";

    /// <summary>all, closes or faults.</summary>
    public string Only { get; init; } = "all";

    /// <summary>Only this connection.</summary>
    public string? Connection { get; init; }

    /// <summary>Only what this lets through; null: everything.</summary>
    public Filter? Filter { get; init; }

    /// <summary>When to end by itself; null: never.</summary>
    public Until? Until { get; init; }

    /// <summary>Whether a change is to be shown.</summary>
    public bool Shows(Change change)
    {
        if (change.Event.Kind == LogEventKind.Text)
        {
            return Text != "hide";
        }

        if (Text == "only" || (Connection is string id && change.Connection?.Id != id))
        {
            return false;
        }

        bool only = Only switch
        {
            "closes" => change.Step is not null
                && (change.Step.From >= TcpState.Established || change.Step.To == TcpState.Closed),
            "faults" => change.Event.Kind == LogEventKind.Fault
                || (change.Step is not null && !Judge.IsLegal(change.Step)),
            _ => true,
        };
        return only && (Filter is null || Filter.Lets(FilterSubject.Of(change)));
    }
}
