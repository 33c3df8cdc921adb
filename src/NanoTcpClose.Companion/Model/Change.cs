namespace NanoTcpClose.Companion.Model;

/// <summary>What one entry changed in the model.</summary>
/// <param name="Event">The entry.</param>
/// <param name="Epoch">Its epoch; null for text.</param>
/// <param name="Connection">Its connection, if it belongs to one.</param>
/// <param name="Step">The transition, if it is one.</param>
public sealed record Change(LogEvent Event, EpochModel? Epoch, ConnectionModel? Connection, Step? Step)
{
    /// <summary>The entry began a new epoch.</summary>
    public bool NewEpoch { get; init; }
}
