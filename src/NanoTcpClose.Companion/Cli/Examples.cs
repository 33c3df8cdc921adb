using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using System.Runtime.CompilerServices;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Three command lines of every command, shown by its help; a test holds that each of them parses.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, IReadOnlyList<Example>> s_examples = [];

    /// <summary>Adds an example to a command; its line begins with the word after `ntc`.</summary>
    internal static Command Example(this Command command, string line, string what)
    {
        s_examples.AddOrUpdate(command, [.. Of(command), new Example(line, what)]);
        return command;
    }

    /// <summary>The examples of a command.</summary>
    internal static IReadOnlyList<Example> Of(Command command)
    {
        return s_examples.TryGetValue(command, out IReadOnlyList<Example>? known) ? known : [];
    }

    /// <summary>Lets the help of the whole tree end with the examples of the command asked about.</summary>
    internal static RootCommand ShownInHelp(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().First();
        help.Action = new ExampleHelp((HelpAction)help.Action!);
        return root;
    }
}
