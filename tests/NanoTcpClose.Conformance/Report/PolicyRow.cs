namespace NanoTcpClose.Conformance.Report;

/// <summary>One policy of the engine.</summary>
internal sealed record PolicyRow(string Option, string Field, string Standard, string Meaning);
