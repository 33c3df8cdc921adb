using System.CommandLine;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The command tree of ntc.</summary>
public static class Root
{
    /// <summary>Parses and runs one command line; returns the exit code.</summary>
    public static int Run(string[] args, CliStreams streams)
    {
        RootCommand root = new("Shows and judges every TCP close of a board.");
        return root.Parse(args).Invoke(new InvocationConfiguration { Output = streams.Out, Error = streams.Err });
    }
}
