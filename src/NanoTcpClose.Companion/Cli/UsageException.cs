using System;

namespace NanoTcpClose.Companion.Cli;

/// <summary>The command line asks for something that cannot be; the message names the remedy.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Makes one.</summary>
    public UsageException(string message)
        : base(message)
    {
    }
}
