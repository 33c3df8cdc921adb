using System.CommandLine;
using NanoTcpClose.Companion.Cli.Help;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc man.</summary>
internal static class ManCommand
{
    internal static Command Build(CliStreams streams)
    {
        Command command = new("man", "The man page, in the format of man(7).");
        command.SetAction(_ =>
        {
            streams.Out.Write(ManPage.Render(Root.Build(streams), VersionCommand.Version));
            return ExitCode.Ok;
        });
        return command.In(CommandGroup.Tool)
            .Ends(ExitCode.Ok)
            .Example("man", "on standard output: ntc man | man -l -")
            .Example("man --help", "this text")
            .Example("complete bash", "the completions of a shell are another matter");
    }
}
