namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>Headings of the list of commands, in the order in which they are shown.</summary>
internal enum CommandGroup
{
    /// <summary>With a board on the line.</summary>
    Live,

    /// <summary>Over a capture.</summary>
    Capture,

    /// <summary>For other tools.</summary>
    Export,

    /// <summary>Ports, boards and firmware.</summary>
    Board,

    /// <summary>The tool itself.</summary>
    Tool,
}
