using System;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Ctrl-C while waiting for something that has nothing to show yet.</summary>
internal sealed class InterruptedException : Exception
{
    internal InterruptedException()
        : base("interrupted")
    {
    }
}
