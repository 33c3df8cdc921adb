namespace NanoTcpClose.Companion.Lab;

/// <summary>A word of the field in plain words.</summary>
internal sealed record LabTerm(string Word, string Meaning);
