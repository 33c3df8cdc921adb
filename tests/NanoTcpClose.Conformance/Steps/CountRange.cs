using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>"A..B", or "K" for both.</summary>
internal sealed record CountRange(Expression Low, Expression High)
{
    public bool Holds(long count, ISymbols? symbols)
    {
        return count >= Low.Number(symbols) && count <= High.Number(symbols);
    }

    public override string ToString()
    {
        return $"{Low.Text}..{High.Text}";
    }
}
