using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>Two lifelines with the segments between them, states in the left margin.</summary>
public static class FlowView
{
    private const int Inner = 40;

    /// <summary>Plain ASCII.</summary>
    public static string Text(ConnectionModel connection)
    {
        StringBuilder text = new();
        string left = new(' ', 28);
        text.Append(left).Append("board".PadRight(Inner + 2)).Append("peer\n");
        text.Append(left).Append(connection.Local.PadRight(Inner + 2)).Append(connection.Remote).Append('\n');
        foreach (FlowRow row in FlowRow.Of(connection))
        {
            string margin = (row.At.PadLeft(11) + "  " + row.State).PadRight(28);
            text.Append(margin).Append('|').Append(Arrow(row)).Append("|\n");
        }

        if (!connection.Segments.Any())
        {
            text.Append("no segment records in this log: only states are shown\n");
        }

        return text.ToString();
    }

    /// <summary>A Mermaid sequence diagram for an issue.</summary>
    public static string Mermaid(ConnectionModel connection)
    {
        StringBuilder text = new("sequenceDiagram\n");
        text.Append("    participant B as board ").Append(connection.Local).Append('\n');
        text.Append("    participant P as peer ").Append(connection.Remote).Append('\n');
        foreach (FlowRow row in FlowRow.Of(connection))
        {
            if (row.State.Length > 0)
            {
                text.Append("    Note left of B: ").Append(row.State).Append('\n');
            }
            else
            {
                text.Append(row.Outbound ? "    B->>P: " : "    P->>B: ").Append(row.Label).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>A drawing that stands alone.</summary>
    public static string Svg(ConnectionModel connection)
    {
        List<FlowRow> rows = [.. FlowRow.Of(connection)];
        int height = 90 + (rows.Count * 26);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" ");
        text.Append("font-family=\"monospace\" font-size=\"13\">\n");
        text.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        Label(text, 260, 30, "middle", "board " + connection.Local);
        Label(text, 620, 30, "middle", "peer " + connection.Remote);
        foreach (int x in new[] { 260, 620 })
        {
            text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x} 44V{height - 20}\" stroke=\"#888888\"/>\n");
        }

        int y = 66;
        foreach (FlowRow row in rows)
        {
            SvgRow(text, row, y);
            y += 26;
        }

        return text.Append("</svg>\n").ToString();
    }

    private static void SvgRow(StringBuilder text, FlowRow row, int y)
    {
        Label(text, 12, y + 4, "start", row.At);
        if (row.State.Length > 0)
        {
            Label(text, 250, y + 4, "end", row.State);
            return;
        }

        int from = row.Outbound ? 262 : 618;
        int to = row.Outbound ? 618 : 262;
        int head = row.Outbound ? 609 : 271;
        string colour = row.Label.Contains("RST") ? "#b00020" : row.Label.Contains("FIN") ? "#0057b8" : "#333333";
        text.Append(CultureInfo.InvariantCulture, $"<path d=\"M{from} {y}L{to} {y}M{head} {y - 5}L{to} {y}L{head} {y + 5}\" ");
        text.Append(CultureInfo.InvariantCulture, $"fill=\"none\" stroke=\"{colour}\"/>\n");
        Label(text, 440, y - 4, "middle", row.Label);
    }

    private static void Label(StringBuilder text, int x, int y, string anchor, string label)
    {
        string safe = label.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{safe}</text>\n");
    }

    private static string Arrow(FlowRow row)
    {
        if (row.State.Length > 0)
        {
            return new string(' ', Inner);
        }

        string label = " " + row.Label + " ";
        int rest = Inner - label.Length - 1;
        string before = new('-', rest > 0 ? rest / 2 : 0);
        string after = new('-', rest > 0 ? rest - (rest / 2) : 0);
        return row.Outbound ? before + label + after + ">" : "<" + before + label + after;
    }
}
