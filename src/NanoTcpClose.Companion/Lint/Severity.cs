namespace NanoTcpClose.Companion.Lint;

/// <summary>How much a finding weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Probably a defect of an application or of the network.</summary>
    Warning,

    /// <summary>A rule is broken: `ntc check` ends with 1.</summary>
    Error,
}
