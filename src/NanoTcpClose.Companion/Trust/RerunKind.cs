namespace NanoTcpClose.Companion.Trust;

/// <summary>What a counterfactual replay can conclude.</summary>
internal enum RerunKind
{
    /// <summary>Every transition follows from the recorded segments, calls and times.</summary>
    Same,

    /// <summary>No segments in the log: every transition follows from the least segment that its cause needs.</summary>
    SameByCauses,

    /// <summary>The engine here went another way.</summary>
    Different,

    /// <summary>Records are missing, or the rest depends on what no log tells.</summary>
    CannotKnow,
}
