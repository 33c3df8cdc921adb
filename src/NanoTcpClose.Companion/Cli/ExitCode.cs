namespace NanoTcpClose.Companion.Cli;

/// <summary>Exit codes of every command; all below 64 so that they arrive unchanged on every system.</summary>
public static class ExitCode
{
    /// <summary>Everything as it should be.</summary>
    public const int Ok = 0;

    /// <summary>A rule is broken.</summary>
    public const int RuleBroken = 1;

    /// <summary>The command line or an input file is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The port is not there, is busy or is denied.</summary>
    public const int Port = 3;

    /// <summary>The wire version or schema is not known to this build.</summary>
    public const int Schema = 4;

    /// <summary>Records were lost, so the answer is not certain.</summary>
    public const int Uncertain = 5;

    /// <summary>The time given was over first.</summary>
    public const int Timeout = 6;

    /// <summary>The device reported a FAULT.</summary>
    public const int DeviceFault = 7;

    /// <summary>Ctrl-C.</summary>
    public const int Interrupted = 130;
}
