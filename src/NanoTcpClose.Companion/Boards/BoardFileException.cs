using System;

namespace NanoTcpClose.Companion.Boards;

/// <summary>A board file that cannot be used; the message names the file and what is wrong with it.</summary>
public sealed class BoardFileException : Exception
{
    /// <summary>Makes one.</summary>
    public BoardFileException(string message)
        : base(message)
    {
    }
}
