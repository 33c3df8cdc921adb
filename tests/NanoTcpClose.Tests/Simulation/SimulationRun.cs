namespace NanoTcpClose.Tests.Simulation;

/// <summary>One simulated close; the text of it is enough to play it again.</summary>
internal sealed record SimulationRun(int Seed, int LossPercent, CloseKind Kind, int Window, uint Isn);
