namespace NanoTcpClose.Companion.Cli.Expect;

/// <summary>How a sentence came out.</summary>
/// <param name="Result">Yes, no, or not to be known.</param>
/// <param name="Why">What was seen.</param>
internal sealed record Answer(Truth Result, string Why);
