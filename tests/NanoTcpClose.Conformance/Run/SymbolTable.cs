using System.Collections.Generic;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Run;

/// <summary>Symbols that belong to no connection yet.</summary>
internal sealed class SymbolTable(IReadOnlyDictionary<string, long> values) : ISymbols
{
    public long Value(string symbol)
    {
        return values.TryGetValue(symbol, out long value) ? value
            : throw new StepFailure($"a connection that has {symbol}", "one without it");
    }
}
