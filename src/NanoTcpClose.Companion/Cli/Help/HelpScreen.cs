using System.CommandLine.Invocation;
using ParsedLine = System.CommandLine.ParseResult;

namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>What --help does.</summary>
internal sealed class HelpScreen : SynchronousCommandLineAction
{
    private readonly CliStreams _streams;

    internal HelpScreen(CliStreams streams)
    {
        _streams = streams;
    }

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParsedLine parseResult)
    {
        _streams.Out.Write(HelpView.Render(parseResult.CommandResult.Command, _streams.Width));
        return ExitCode.Ok;
    }
}
