namespace NanoTcpClose.Companion.Model;

/// <summary>How often closes of a kind were seen, and how long they took.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">How many, those of unknown length included.</param>
/// <param name="Times">Of those whose length is known.</param>
public sealed record KindTimes(CloseKind Kind, int Count, Quantiles Times);
