namespace NanoTcpClose.Companion.Lab;

/// <summary>One figure of one column: what is stated and what came out.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Stated">What the scenario says it is; null when it is only shown.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Good">Whether that is as stated.</param>
/// <param name="Why">Why it differs from the other column.</param>
/// <param name="OfTheDay">It depends on the machine and the moment.</param>
internal sealed record LabFigure(string Name, string? Stated, string Measured, bool Good, string Why, bool OfTheDay);
