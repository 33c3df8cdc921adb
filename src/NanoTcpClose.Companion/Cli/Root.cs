using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The command tree of ntc.</summary>
public static class Root
{
    /// <summary>Parses and runs one command line; returns the exit code.</summary>
    public static int Run(string[] args, CliStreams streams)
    {
        RootCommand root = Build(streams);
        ParsedLine parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            CommandResult at = parsed.CommandResult;
            string help = at.Command is RootCommand ? "ntc --help" : "ntc " + at.Command.Name + " --help";
            streams.Say(parsed.Errors.First().Message.TrimEnd('.') + "; see `" + help + "`");
            return ExitCode.Usage;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = streams.Out, Error = streams.Err });
    }

    private static RootCommand Build(CliStreams streams)
    {
        FileCommands files = new(streams);
        return new RootCommand("Shows and judges every TCP close of a board.")
        {
            new DemoCommand(streams).Build(),
            new WatchCommand(streams).Build(),
            SmallCommands.Ports(streams),
            files.Show(),
            files.Flow(),
            files.Explain(),
            files.Check(),
            SmallCommands.Version(streams),
        };
    }
}
