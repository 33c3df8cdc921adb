namespace NanoTcpClose.Companion.Model;

/// <summary>A place in the log where records are missing.</summary>
/// <param name="AfterMs">Time of the record before it, in milliseconds since boot.</param>
/// <param name="Count">How many are missing.</param>
/// <param name="DroppedByBoard">How many of them the board itself dropped; the line lost the others.</param>
public sealed record GapMark(double AfterMs, int Count, int DroppedByBoard);
