namespace NanoTcpClose.Soak.Damage;

/// <summary>What a reader made of a damaged line.</summary>
/// <param name="Wrong">Records that nobody wrote.</param>
/// <param name="Lost">Records that did not arrive.</param>
/// <param name="Announced">Records that the reader said were missing.</param>
/// <param name="LongestIntactLoss">Most undamaged records lost in a row.</param>
/// <param name="Hit">Records that the damage hit.</param>
internal readonly record struct DamageResult(long Wrong, long Lost, long Announced, int LongestIntactLoss, int Hit);
