using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>"= K", "&lt;= K" or "&gt;= K".</summary>
internal sealed record Comparison(string Sign, Expression Value)
{
    public void Check(string name, long got, ISymbols? symbols)
    {
        long value = Value.Number(symbols);
        bool good = Sign switch
        {
            "=" => got == value,
            "<=" => got <= value,
            _ => got >= value,
        };
        if (!good)
        {
            throw new StepFailure($"{name} {Sign} {value}", got.ToString());
        }
    }
}
