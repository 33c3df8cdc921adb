using System;

namespace NanoTcpClose.Companion.Decode;

/// <summary>A file that is no usable capture; the message names the file and the remedy.</summary>
public sealed class CaptureException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong with which file, and what to do.</param>
    public CaptureException(string message)
        : base(message)
    {
    }
}
