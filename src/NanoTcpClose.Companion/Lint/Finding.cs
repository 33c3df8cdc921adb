namespace NanoTcpClose.Companion.Lint;

/// <summary>What a linter found.</summary>
/// <param name="Rule">Name of the linter.</param>
/// <param name="Severity">Its weight.</param>
/// <param name="Connection">Id of the connection, or empty.</param>
/// <param name="Text">One sentence.</param>
/// <param name="Clause">The clause it rests on; may be empty.</param>
/// <param name="Certain">False when records are missing in its window.</param>
public sealed record Finding(
    string Rule, Severity Severity, string Connection, string Text, string Clause, bool Certain);
