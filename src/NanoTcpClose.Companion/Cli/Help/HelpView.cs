using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>The help of a command: usage, arguments, options by heading, examples, exit codes.</summary>
internal static class HelpView
{
    private const int LongestLeft = 26;
    private const int WidestText = 110;

    internal static string Render(Command command, int width)
    {
        int columns = Math.Min(width, WidestText);
        StringBuilder text = new();
        foreach (string line in TextTable.Wrap(command.Description ?? "", columns, ""))
        {
            text.Append(line).Append('\n');
        }

        Section(text, "Usage", [new("", Usage(command))], columns);
        Section(text, "Arguments", Arguments(command), columns);
        Commands(text, command, columns);
        foreach (IGrouping<string, Option> group in Options(command))
        {
            Section(text, group.Key, group.Select(Describe), columns);
        }

        Examples(text, command, columns);
        Section(text, "Exit codes", Exits(command).Select(e => new HelpLine(Number(e.Code), e.Meaning)), columns);
        return text.ToString();
    }

    /// <summary>ntc watch [SOURCE...] [options].</summary>
    internal static string Usage(Command command)
    {
        string path = PathOf(command);
        string rest = command.Subcommands.Any(c => !c.Hidden) ? " COMMAND" : "";
        foreach (Argument argument in command.Arguments.Where(a => !a.Hidden))
        {
            string name = argument.Arity.MaximumNumberOfValues > 1 ? argument.Name + "..." : argument.Name;
            rest += argument.Arity.MinimumNumberOfValues == 0 ? " [" + name + "]" : " " + name;
        }

        return path + rest + " [options]";
    }

    /// <summary>ntc export otlp.</summary>
    internal static string PathOf(Command command)
    {
        return string.Join(' ', Path(command));
    }

    /// <summary>The visible options with the headings under which they stand.</summary>
    internal static IEnumerable<IGrouping<string, Option>> Options(Command command)
    {
        IEnumerable<Option> own = command.Options.Where(o => !o.Hidden && !o.Recursive);
        IEnumerable<Option> common = Everywhere(command).Where(o => !o.Hidden);
        return own.Concat(common).GroupBy(o => o.Recursive ? "Everywhere"
            : Cli.Examples.Notes(command).Headings.GetValueOrDefault(o, "Options"));
    }

    /// <summary>--filter EXPR and what it does.</summary>
    internal static HelpLine Describe(Option option)
    {
        bool flag = option.ValueType == typeof(bool) || option.ValueType == typeof(void);
        string value = flag ? "" : " " + (option.HelpName ?? Placeholder(option));
        string text = option.Description ?? "";
        string? standard = flag || !option.HasDefaultValue ? null : option.GetDefaultValue()?.ToString();
        text += string.IsNullOrEmpty(standard) ? "" : " (default " + standard + ")";
        IEnumerable<string> letters = option.Aliases.Where(a => a.Length == 2 && a[0] == '-' && a != "-?").Order();
        string aliases = string.Concat(letters.Select(a => a + ", "));
        return new HelpLine(aliases + option.Name + value, option.Required ? text + "; required" : text);
    }

    internal static IEnumerable<ExitMeaning> Exits(Command command)
    {
        int[] usual = command is RootCommand ? ExitMeanings.All : [ExitCode.Ok, ExitCode.Usage];
        IReadOnlyList<ExitMeaning> own = Cli.Examples.Notes(command).Exits;
        return own.Count > 0 ? own.OrderBy(e => e.Code) : usual.Select(c => new ExitMeaning(c, ExitMeanings.Of(c)));
    }

    private static IEnumerable<Option> Everywhere(Command command)
    {
        return Root(command).Options.Where(o => o.Recursive);
    }

    private static Command Root(Command command)
    {
        return command.Parents.OfType<Command>().FirstOrDefault() is Command parent ? Root(parent) : command;
    }

    private static IEnumerable<string> Path(Command command)
    {
        return command is RootCommand ? ["ntc"]
            : [.. command.Parents.OfType<Command>().SelectMany(Path), command.Name];
    }

    private static string Placeholder(Option option)
    {
        string[] words = [.. option.GetCompletions(CompletionContext.Empty).Select(c => c.Label)];
        return words.Length > 0 ? string.Join('|', words) : option.Name.TrimStart('-').ToUpperInvariant();
    }

    private static IEnumerable<HelpLine> Arguments(Command command)
    {
        return command.Arguments.Where(a => !a.Hidden).Select(a => new HelpLine(a.Name, a.Description ?? ""));
    }

    private static void Commands(StringBuilder text, Command command, int columns)
    {
        foreach (CommandGroup group in Enum.GetValues<CommandGroup>())
        {
            string heading = group switch
            {
                CommandGroup.Live => "With a board on the line",
                CommandGroup.Capture => "Over a capture",
                CommandGroup.Export => "For other tools",
                CommandGroup.Board => "Ports, boards and firmware",
                _ => "The tool itself",
            };
            IEnumerable<Command> members = command.Subcommands
                .Where(c => !c.Hidden && Cli.Examples.Notes(c).Group == group);
            Section(text, heading, members.Select(c => new HelpLine(c.Name, c.Description ?? "")), columns);
        }
    }

    private static void Examples(StringBuilder text, Command command, int columns)
    {
        IReadOnlyList<Example> examples = Cli.Examples.Of(command);
        text.Append(examples.Count > 0 ? "\nExamples\n" : "");
        foreach (Example example in examples)
        {
            text.Append("  ntc ").Append(example.Line).Append('\n');
            foreach (string line in TextTable.Wrap(example.What, columns, "      "))
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static void Section(StringBuilder text, string heading, IEnumerable<HelpLine> lines, int columns)
    {
        HelpLine[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        int left = Math.Min(LongestLeft, all.Max(l => l.Left.Length));
        text.Append('\n').Append(heading).Append('\n');
        foreach (HelpLine line in all)
        {
            Line(text, line, left, columns);
        }
    }

    private static void Line(StringBuilder text, HelpLine line, int left, int columns)
    {
        string indent = new(' ', left == 0 ? 2 : left + 4);
        string[] right = [.. TextTable.Wrap(line.Right, columns, indent)];
        bool own = line.Left.Length > left;
        if (left > 0)
        {
            text.Append("  ").Append(own ? line.Left + "\n" : line.Left.PadRight(left + 2));
        }

        text.Append(own || left == 0 ? right[0] : right[0][indent.Length..]).Append('\n');
        foreach (string more in right.Skip(1))
        {
            text.Append(more).Append('\n');
        }
    }

    private static string Number(int value)
    {
        return value.ToString(CultureInfo.InvariantCulture);
    }
}
