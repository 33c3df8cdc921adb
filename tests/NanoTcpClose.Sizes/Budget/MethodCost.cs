namespace NanoTcpClose.Sizes.Budget;

/// <summary>Executed instructions and calls of one method on one path.</summary>
public sealed record MethodCost(string Method, long Instructions, long Calls);
