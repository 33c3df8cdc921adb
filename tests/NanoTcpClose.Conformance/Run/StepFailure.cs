using System;

namespace NanoTcpClose.Conformance.Run;

/// <summary>A step whose expectation was not met.</summary>
internal sealed class StepFailure : Exception
{
    public StepFailure(string expected, string got)
        : base($"expected {expected}, got {got}")
    {
        Expected = expected;
        Got = got;
    }

    public string Expected { get; }

    public string Got { get; }
}
