using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>What a filter looks at: a change of the log, or a connection as it stands in a row of the table.</summary>
/// <param name="Event">The entry; null for a row.</param>
/// <param name="Connection">The connection, if it belongs to one.</param>
/// <param name="Step">The transition, if it is one.</param>
/// <param name="DwellMs">How long the state left had lasted; for a row, how long it is in its state.</param>
public sealed record FilterSubject(LogEvent? Event, ConnectionModel? Connection, Step? Step, double? DwellMs)
{
    /// <summary>Of a change.</summary>
    public static FilterSubject Of(Change change)
    {
        return new FilterSubject(change.Event, change.Connection, change.Step, change.Step?.StayedMs);
    }

    /// <summary>Of a row of the table at that time of the board.</summary>
    public static FilterSubject Of(ConnectionModel connection, double nowMs)
    {
        Step? last = connection.Steps.Count > 0 ? connection.Steps[^1] : null;
        return new FilterSubject(null, connection, last, connection.EnteredMs is double since ? nowMs - since : null);
    }
}
