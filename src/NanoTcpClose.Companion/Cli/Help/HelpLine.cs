namespace NanoTcpClose.Companion.Cli.Help;

/// <summary>A line of two columns.</summary>
/// <param name="Left">The word.</param>
/// <param name="Right">What it means; wrapped.</param>
internal sealed record HelpLine(string Left, string Right);
