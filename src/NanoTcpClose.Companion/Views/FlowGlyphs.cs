namespace NanoTcpClose.Companion.Views;

/// <summary>Characters of a flow diagram.</summary>
internal sealed record FlowGlyphs(string Life, string Break, string Lost, char Line, char Dash, char Left, char Right)
{
    /// <summary>For every terminal and every file.</summary>
    internal static FlowGlyphs Ascii { get; } = new("|", ":", "?", '-', '.', '<', '>');

    /// <summary>For terminals that speak UTF-8.</summary>
    internal static FlowGlyphs Lines { get; } = new("│", "┊", "?", '─', '╌', '◀', '▶');
}
