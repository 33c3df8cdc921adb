namespace NanoTcpClose.Companion.Model;

/// <summary>One transition of a connection, with the time that the left state lasted.</summary>
public sealed record Step
{
    /// <summary>The record.</summary>
    public required LogEvent Event { get; init; }

    /// <summary>Milliseconds since boot.</summary>
    public required double AtMs { get; init; }

    /// <summary>Milliseconds in the state that is left; null when its beginning was not seen.</summary>
    public double? StayedMs { get; init; }

    /// <summary>
    /// The state before is not the one that the last record left the connection in: records are missing.
    /// </summary>
    public bool Broken { get; init; }

    /// <summary>Records missing from the log since the step before (or since the connection was first seen).</summary>
    public int MissingBefore { get; init; }

    /// <summary>State left.</summary>
    public TcpState From => Event.From;

    /// <summary>State entered.</summary>
    public TcpState To => Event.To;

    /// <summary>Why.</summary>
    public TransitionCause Cause => Event.Cause;
}
