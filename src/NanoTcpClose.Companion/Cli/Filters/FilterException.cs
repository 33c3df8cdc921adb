using System;

namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>A filter that cannot be understood; knows where.</summary>
public sealed class FilterException : Exception
{
    /// <summary>Makes one.</summary>
    public FilterException(string expression, int at, int length, string message)
        : base(message)
    {
        Expression = expression;
        At = at;
        Length = Math.Max(1, length);
    }

    /// <summary>The whole expression.</summary>
    public string Expression { get; }

    /// <summary>Where it goes wrong.</summary>
    public int At { get; }

    /// <summary>How long the wrong word is.</summary>
    public int Length { get; }

    /// <summary>The expression and a line of marks under the place.</summary>
    public string[] Pointer()
    {
        return ["  " + Expression, "  " + new string(' ', At) + new string('^', Length)];
    }
}
