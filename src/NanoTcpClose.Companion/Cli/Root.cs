using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The command tree of ntc.</summary>
public static class Root
{
    // A word that begins with @ is a word: no file is read in its place.
    private static readonly ParserConfiguration s_plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses and runs one command line; returns the exit code.</summary>
    public static int Run(string[] args, CliStreams streams)
    {
        RootCommand root = Build(streams.Under(args));
        ParsedLine parsed = root.Parse(args.Length == 0 ? FirstWords.Choose(streams) : args, s_plain);
        if (parsed.Errors.Count > 0)
        {
            CommandResult at = parsed.CommandResult;
            string help = HelpView.PathOf(at.Command) + " --help";
            string meant = at.Command is RootCommand && args.Length > 0 ? FirstWords.Meant(args[0]) : "";
            streams.Say(meant.Length > 0
                ? "'" + args[0] + "' is no command; meant was perhaps: " + meant
                : parsed.Errors.First().Message.TrimEnd('.') + "; see `" + help + "`");
            return ExitCode.Usage;
        }

        try
        {
            InvocationConfiguration plain = new()
            {
                Output = streams.Out,
                Error = streams.Err,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return Guard.Run(streams, () => parsed.Invoke(plain));
        }
        catch (PipeClosedException)
        {
            return ExitCode.Ok;
        }
    }

    /// <summary>Whether a command line parses; nothing is run.</summary>
    internal static bool Understands(string[] args, out string problem)
    {
        ParsedLine parsed = Build(new CliStreams(TextWriter.Null, TextWriter.Null)).Parse(args, s_plain);
        problem = parsed.Errors.Count == 0 ? "" : parsed.Errors[0].Message;
        return parsed.Errors.Count == 0;
    }

    /// <summary>Every command that can be typed and shows in help.</summary>
    internal static IReadOnlyList<Command> Commands()
    {
        return [.. Leaves(Build(new CliStreams(TextWriter.Null, TextWriter.Null)))];
    }

    private static IEnumerable<Command> Leaves(Command command)
    {
        return command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Subcommands.Count == 0 ? [c] : Leaves(c));
    }

    /// <summary>The whole tree, for its help and its documents.</summary>
    internal static RootCommand Build(CliStreams streams)
    {
        RootCommand root = new("Shows and judges every TCP close of a board.")
        {
            new DemoCommand(streams).Build(),
            new WatchCommand(streams).Build(),
            new TestCommand(streams).Build(),
            new NetstatCommand(streams).Build(),
            new PeerCommand(streams).Build(),
            new PortsCommand(streams).Build(),
            new DoctorCommand(streams).Build(),
            BoardsCommand.Build(streams),
            new FlashCommand(streams).Build(),
            ShowCommand.Build(streams),
            FlowCommand.Build(streams),
            ExplainCommand.Build(streams),
            new CheckCommand(streams).Build(),
            new RerunCommand(streams).Build(),
            new DiffCommand(streams).Build(),
            new ReplayCommand(streams).Build(),
            new ReportCommand(streams).Build(),
            new PcapCommand(streams).Build(),
            new ExportCommand(streams).Build(),
            new LabCommand(streams).Build(),
            CompleteCommand.Build(streams),
            ManCommand.Build(streams),
            VersionCommand.Build(streams),
        };
        root.Example("demo", "see seven closes without a board")
            .Example("watch /dev/ttyUSB0", "watch a board")
            .Example("show run.ntcl", "what a capture holds");
        root.Add(new Option<bool>("--ascii") { Description = "only ASCII on the screen", Recursive = true });
        root.Add(Colour());
        return Examples.ShownInHelp(root, streams);
    }

    // Both are read before the parse, for the streams exist before the commands; help and checks need them here.
    private static Option<string> Colour()
    {
        Option<string> colour = Arguments.OneOf(
            "--color", "colours; NO_COLOR is heard by auto", "auto", "always", "never");
        colour.Recursive = true;
        return colour;
    }
}
