using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>The flow as a Mermaid sequence diagram, for an issue or a wiki.</summary>
internal static class FlowMermaid
{
    internal static string Render(ConnectionModel connection)
    {
        Verdict verdict = Judge.Of(connection);
        StringBuilder text = new("---\n");
        text.Append("title: \"").Append(connection.Id).Append(": ").Append(verdict.Full).Append("\"\n---\n");
        text.Append("sequenceDiagram\n");
        text.Append("    participant B as board ").Append(connection.Local).Append('\n');
        text.Append("    participant P as peer ").Append(connection.Remote).Append('\n');
        foreach (FlowRow row in FlowRows.Of(connection))
        {
            text.Append("    ").Append(Line(row)).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(FlowRow row)
    {
        return row.Kind switch
        {
            FlowKind.State when row.Unseen => "Note left of B: " + row.Text + " (unseen)",
            FlowKind.State => "Note left of B: " + row.Text + " (" + row.At + ")",
            FlowKind.Segment when row.Outbound => (row.Again ? "B-->>P: " : "B->>P: ") + row.Label,
            FlowKind.Segment => (row.Again ? "P-->>B: " : "P->>B: ") + row.Label,
            FlowKind.Missing => "Note over B,P: " + row.Text + "!",
            _ => "Note over B,P: " + row.Text,
        };
    }
}
