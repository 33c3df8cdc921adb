using System;

namespace NanoTcpClose.Companion.Input;

/// <summary>A port that cannot be opened; the message says which and what to do.</summary>
public sealed class PortException : Exception
{
    /// <summary>Makes one.</summary>
    public PortException(string message)
        : base(message)
    {
    }
}
