namespace NanoTcpClose.Conformance.Run;

/// <summary>How a case ended.</summary>
internal sealed record CaseResult(string Id, bool Passed, int Line, string Message)
{
    public override string ToString()
    {
        return Passed ? $"PASS {Id}" : $"FAIL {Id} line {Line}: {Message}";
    }
}
