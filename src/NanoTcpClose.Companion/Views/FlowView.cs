using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>Two lifelines with the segments between them, states in the left margin.</summary>
public static class FlowView
{
    /// <summary>For a terminal or a text file.</summary>
    public static string Text(ConnectionModel connection, int width = 80, bool ascii = true, bool colour = false)
    {
        return FlowText.Render(connection, width, ascii, colour);
    }

    /// <summary>A Mermaid sequence diagram for an issue.</summary>
    public static string Mermaid(ConnectionModel connection)
    {
        return FlowMermaid.Render(connection);
    }

    /// <summary>A drawing that stands alone.</summary>
    public static string Svg(ConnectionModel connection)
    {
        return FlowSvg.Render(connection, connection.Local, connection.Remote);
    }

    /// <summary>The same with other words for both ends.</summary>
    public static string Svg(ConnectionModel connection, string local, string remote)
    {
        return FlowSvg.Render(connection, local, remote);
    }
}
