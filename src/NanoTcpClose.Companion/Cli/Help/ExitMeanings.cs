namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>The usual meaning of each exit code.</summary>
internal static class ExitMeanings
{
    internal static int[] All { get; } =
    [
        ExitCode.Ok, ExitCode.RuleBroken, ExitCode.Usage, ExitCode.Port, ExitCode.Schema, ExitCode.Uncertain,
        ExitCode.Timeout, ExitCode.DeviceFault, ExitCode.Interrupted,
    ];

    internal static string Of(int code)
    {
        return code switch
        {
            ExitCode.Ok => "all well",
            ExitCode.RuleBroken => "a rule is broken",
            ExitCode.Usage => "wrong command line, or a file that cannot be read or is not a log",
            ExitCode.Port => "port not there, busy or denied",
            ExitCode.Schema => "capture or wire version that this build does not read",
            ExitCode.Uncertain => "records are missing, so the answer is not certain",
            ExitCode.Timeout => "the time was over first",
            ExitCode.DeviceFault => "the board reported a fault",
            _ => "interrupted by Ctrl-C",
        };
    }
}
