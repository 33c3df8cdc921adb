using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using System.Runtime.CompilerServices;

namespace NanoTcpClose.Companion.Cli;

/// <summary>What every command says of itself beside its options, for help, man page and completions.</summary>
internal static class Examples
{
    private static readonly ConditionalWeakTable<Command, Help.CommandNotes> s_notes = [];

    /// <summary>Adds an example; its line begins with the word after `ntc`. A test holds that each parses.</summary>
    internal static Command Example(this Command command, string line, string what)
    {
        Notes(command).Examples.Add(new Example(line, what));
        return command;
    }

    /// <summary>Says under which heading the list of commands shows it.</summary>
    internal static Command In(this Command command, Help.CommandGroup group)
    {
        Notes(command).Group = group;
        return command;
    }

    /// <summary>Adds options under a heading of their own.</summary>
    internal static Command Under(this Command command, string heading, params Option[] options)
    {
        foreach (Option option in options)
        {
            Notes(command).Headings[option] = heading;
            command.Add(option);
        }

        return command;
    }

    /// <summary>Says that it may end with these codes, in their usual meaning.</summary>
    internal static Command Ends(this Command command, params int[] codes)
    {
        Notes(command).Exits.AddRange(codes.Select(c => new Help.ExitMeaning(c, Help.ExitMeanings.Of(c))));
        return command;
    }

    /// <summary>Says what one code means for this command.</summary>
    internal static Command Ends(this Command command, int code, string meaning)
    {
        Notes(command).Exits.Add(new Help.ExitMeaning(code, meaning));
        return command;
    }

    /// <summary>The examples of a command.</summary>
    internal static IReadOnlyList<Example> Of(Command command)
    {
        return Notes(command).Examples;
    }

    /// <summary>Everything that a command says of itself.</summary>
    internal static Help.CommandNotes Notes(Command command)
    {
        return s_notes.GetOrCreateValue(command);
    }

    /// <summary>Lets the help of the whole tree show all this.</summary>
    internal static RootCommand ShownInHelp(RootCommand root, CliStreams streams)
    {
        root.Options.OfType<HelpOption>().First().Action = new Help.HelpScreen(streams);
        return root;
    }
}
