using System;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Nobody reads standard output any more: the command ends without a word, as after SIGPIPE.</summary>
internal sealed class PipeClosedException : Exception
{
    internal PipeClosedException()
        : base("the reader of standard output has gone")
    {
    }
}
