using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab;

/// <summary>A connection to draw.</summary>
/// <param name="Caption">Whose view it is.</param>
/// <param name="Connection">What the trace says of it.</param>
internal sealed record LabFlow(string Caption, ConnectionModel Connection);
