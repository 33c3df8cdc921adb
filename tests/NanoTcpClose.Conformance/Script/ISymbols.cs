namespace NanoTcpClose.Conformance.Script;

/// <summary>The constants of a connection: U N R W F X, and MSL and RTO (as numbers: milliseconds).</summary>
internal interface ISymbols
{
    /// <summary>The value; a symbol that this connection does not have is a failure of the step.</summary>
    long Value(string symbol);
}
