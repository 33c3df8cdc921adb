using System;

namespace NanoTcpClose.Conformance.Script;

/// <summary>A script that does not parse: what the language wants at that line and what stands there.</summary>
internal sealed class ScriptException : Exception
{
    public ScriptException(int line, string expected, string got)
        : base($"expected {expected}, got {got}")
    {
        Line = line;
        Expected = expected;
        Got = got;
    }

    public int Line { get; }

    public string Expected { get; }

    public string Got { get; }
}
