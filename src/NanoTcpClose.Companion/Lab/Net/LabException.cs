using System;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>A scenario could not go on: something did not happen that its script counts on.</summary>
internal sealed class LabException : Exception
{
    internal LabException(string message)
        : base(message)
    {
    }
}
