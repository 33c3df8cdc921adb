using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Views;

namespace NanoTcpClose.Companion.Lab.View;

/// <summary>One JSON object a line and scenario.</summary>
internal static class LabJson
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static string Scenario(LabScenario scenario)
    {
        return Object(w => Head(w, scenario));
    }

    internal static string Result(LabResult result)
    {
        return Object(w =>
        {
            Head(w, result.Scenario);
            w.WriteBoolean("asStated", result.Good);
            Texts(w, "done", result.Scenario.Done);
            Texts(w, "onABoard", result.Scenario.Advice);
            w.WriteStartArray("columns");
            foreach (LabColumn column in result.Columns)
            {
                Column(w, column);
            }

            w.WriteEndArray();
            w.WriteStartArray("differences");
            foreach ((string name, string why) in result.Differences())
            {
                w.WriteStartObject();
                w.WriteString("figure", name);
                w.WriteString("why", why);
                w.WriteEndObject();
            }

            w.WriteEndArray();
        });
    }

    private static string Object(System.Action<Utf8JsonWriter> fill)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, s_options))
        {
            writer.WriteStartObject();
            fill(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Head(Utf8JsonWriter w, LabScenario scenario)
    {
        w.WriteString("name", scenario.Name);
        w.WriteString("claim", scenario.Claim);
    }

    private static void Texts(Utf8JsonWriter w, string name, IReadOnlyList<string> texts)
    {
        w.WriteStartArray(name);
        foreach (string text in texts)
        {
            w.WriteStringValue(text);
        }

        w.WriteEndArray();
    }

    private static void Column(Utf8JsonWriter w, LabColumn column)
    {
        w.WriteStartObject();
        w.WriteString("stack", column.Name);
        w.WriteBoolean("asStated", column.Good);
        w.WriteString("stopped", column.Failure);
        w.WriteStartArray("steps");
        foreach (LabStep step in column.Steps)
        {
            w.WriteStartObject();
            w.WriteString("by", step.From);
            w.WriteString("segment", step.Segment);
            w.WriteString("client", Names.State(step.Client));
            w.WriteString("server", Names.State(step.Server));
            w.WriteEndObject();
        }

        w.WriteEndArray();
        Figures(w, column);
        w.WriteStartArray("flows");
        foreach (LabFlow flow in column.Flows)
        {
            w.WriteStartObject();
            w.WriteString("caption", flow.Caption);
            w.WriteString("mermaid", FlowView.Mermaid(flow.Connection));
            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void Figures(Utf8JsonWriter w, LabColumn column)
    {
        w.WriteStartArray("figures");
        foreach (LabFigure figure in column.Figures)
        {
            w.WriteStartObject();
            w.WriteString("figure", figure.Name);
            w.WriteString("measured", figure.Measured);
            w.WriteString("stated", figure.Stated);
            w.WriteBoolean("asStated", figure.Good);
            w.WriteBoolean("ofTheDay", figure.OfTheDay);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }
}
