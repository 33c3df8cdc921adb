namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>Three values: records that are missing may hide the answer.</summary>
internal enum Truth
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It does not.</summary>
    Fails,

    /// <summary>Records are missing.</summary>
    Unknown,
}
