namespace NanoTcpClose.Companion.Trust;

/// <summary>How the same events went through the engine of this computer.</summary>
/// <param name="Connection">Id.</param>
/// <param name="Kind">What it comes to.</param>
/// <param name="Steps">Transitions that were compared and are the same.</param>
/// <param name="Text">One sentence.</param>
internal sealed record RerunResult(string Connection, RerunKind Kind, int Steps, string Text);
