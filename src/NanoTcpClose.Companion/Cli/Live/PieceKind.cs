namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>What a source tells.</summary>
internal enum PieceKind
{
    /// <summary>It is open.</summary>
    Opened,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>The line went away.</summary>
    Gone,

    /// <summary>The line is back.</summary>
    Back,

    /// <summary>Words of the tool itself.</summary>
    Remark,

    /// <summary>The source has ended.</summary>
    Ended,
}
