using System.Collections.Generic;
using System.CommandLine;

namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>What a command says of itself beside its options.</summary>
internal sealed class CommandNotes
{
    /// <summary>Under which heading the list of commands shows it.</summary>
    internal CommandGroup Group { get; set; } = CommandGroup.Capture;

    /// <summary>Three of them.</summary>
    internal List<Example> Examples { get; } = [];

    /// <summary>Every code that it may end with.</summary>
    internal List<ExitMeaning> Exits { get; } = [];

    /// <summary>Options that stand under a heading of their own.</summary>
    internal Dictionary<Option, string> Headings { get; } = [];
}
