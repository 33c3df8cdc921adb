namespace NanoTcpClose.Companion.Cli.Filters;

/// <summary>A word or a sign of a filter.</summary>
/// <param name="Text">As written; empty at the end.</param>
/// <param name="At">Where it begins.</param>
/// <param name="IsWord">A field or a value, not a sign.</param>
internal sealed record FilterToken(string Text, int At, bool IsWord);
