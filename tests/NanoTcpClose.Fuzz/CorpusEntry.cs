namespace NanoTcpClose.Fuzz;

/// <summary>One committed input.</summary>
/// <param name="Name">File name.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record CorpusEntry(string Name, byte[] Content);
