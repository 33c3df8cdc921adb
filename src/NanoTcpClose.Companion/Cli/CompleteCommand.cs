using System.CommandLine;
using System.Linq;
using NanoTcpClose.Companion.Cli.Help;

namespace NanoTcpClose.Companion.Cli;

/// <summary>ntc complete SHELL.</summary>
internal static class CompleteCommand
{
    internal static Command Build(CliStreams streams)
    {
        Argument<string> shell = Arguments.Text("SHELL", "bash, zsh, fish or pwsh");
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        Option<bool> ports = new("--ports") { Description = "the names of the ports, for the scripts", Hidden = true };
        Command command = new("complete", "The completions of a shell: commands, options, their values, ports.")
        {
            shell, ports,
        };
        command.SetAction(parsed =>
        {
            streams.Out.Write(parsed.GetValue(ports)
                ? string.Concat(streams.FindPorts().Select(p => p.Name + "\n"))
                : Completions.For(parsed.GetValue(shell)!, Root.Build(streams)));
            return ExitCode.Ok;
        });
        return command.In(CommandGroup.Tool)
            .Ends(ExitCode.Ok, ExitCode.Usage)
            .Example("complete bash", "in ~/.bashrc: source <(ntc complete bash)")
            .Example("complete zsh", "in ~/.zshrc: source <(ntc complete zsh)")
            .Example("complete pwsh", "in $PROFILE: ntc complete pwsh | Out-String | Invoke-Expression");
    }
}
