using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using NanoTcpClose.Companion.Lint;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Views;

/// <summary>NDJSON: one object a line, the schema first.</summary>
public static class JsonView
{
    /// <summary>The first line of every NDJSON output.</summary>
    public const string Schema = "{\"schema\":\"ntcl/1\"}";

    /// <summary>One change.</summary>
    public static string Change(Change change, string? source = null)
    {
        return Write(json =>
        {
            LogEvent entry = change.Event;
            json.WriteString("type", entry.Kind.ToString().ToLowerInvariant());
            Source(json, source);
            string time = entry.HostTime.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
            json.WriteString("host", time);
            if (entry.Kind == LogEventKind.Text)
            {
                json.WriteString("text", entry.Text);
                return;
            }

            json.WriteNumber("epoch", change.Epoch?.Number ?? 0);
            json.WriteNumber("seq", entry.Sequence);
            json.WriteNumber("ms", Math.Round(change.Epoch?.Milliseconds(entry.Tick) ?? 0, 3));
            if (change.Connection is not null)
            {
                json.WriteString("conn", change.Connection.Id);
                json.WriteString("remote", change.Connection.Remote);
            }

            Fields(json, change);
        });
    }

    /// <summary>The verdict of one close.</summary>
    public static string Close(ConnectionModel connection, string? source = null)
    {
        return Write(json =>
        {
            Verdict verdict = Judge.Of(connection);
            json.WriteString("type", "close");
            Source(json, source);
            json.WriteString("conn", connection.Id);
            json.WriteString("remote", connection.Remote);
            json.WriteString("kind", CloseKinds.Name(verdict.Kind));
            json.WriteString("outcome", verdict.Outcome.ToString().ToLowerInvariant());
            if (Durations.CloseMs(connection) is double took)
            {
                json.WriteNumber("tookMs", Math.Round(took, 3));
            }

            json.WriteNumber("finRetransmissions", FinFacts.Of(connection).Retransmitted);
            json.WriteStartObject("stateMs");
            for (int state = 1; state <= 11; state++)
            {
                if (connection.StayedMs((TcpState)state) is double ms)
                {
                    json.WriteNumber(Names.State((TcpState)state), Math.Round(ms, 3));
                }
            }

            json.WriteEndObject();
            json.WriteString("verdict", verdict.Text);
            json.WriteString("clause", verdict.Clause);
            json.WriteString("certainty", verdict.Certainty);
            json.WriteString("nextStep", verdict.NextStep);
        });
    }

    /// <summary>The transitions of a connection with their sentences, and its verdict.</summary>
    public static string Explain(ConnectionModel connection)
    {
        StringBuilder lines = new(Schema + "\n");
        for (int k = 0; k < connection.Steps.Count; k++)
        {
            lines.Append(Write(json => StepFields(json, connection, k))).Append('\n');
        }

        return lines.Append(Close(connection)).Append('\n').ToString();
    }

    /// <summary>Times of all closes by kind and state, and what was lost.</summary>
    public static string Summary(BoardLog log)
    {
        List<ConnectionModel> closes = [.. log.Closes];
        return Write(json =>
        {
            json.WriteString("type", "summary");
            json.WriteNumber("closes", closes.Count);
            json.WriteStartObject("kinds");
            foreach (KindTimes kind in CloseTimes.ByKind(closes))
            {
                Times(json, CloseKinds.Name(kind.Kind), kind.Count, kind.Times);
            }

            json.WriteEndObject();
            json.WriteStartObject("states");
            foreach ((TcpState state, Quantiles times) in CloseTimes.ByState(closes))
            {
                Times(json, Names.State(state), times.Count, times);
            }

            json.WriteEndObject();
            json.WriteNumber("records", log.Records);
            json.WriteNumber("missing", log.Missing);
            json.WriteNumber("droppedByBoard", log.Epochs.Sum(e => e.DroppedByBoard));
            json.WriteNumber("faults", log.Faults);
        });
    }

    /// <summary>How a check ended.</summary>
    public static string Result(int code, string sentence)
    {
        return Write(json =>
        {
            json.WriteString("type", "result");
            json.WriteNumber("code", code);
            json.WriteString("text", sentence);
        });
    }

    /// <summary>A finding of a rule.</summary>
    public static string Finding(Finding finding)
    {
        return Write(json =>
        {
            json.WriteString("type", "finding");
            json.WriteString("rule", finding.Rule);
            json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
            json.WriteString("conn", finding.Connection);
            json.WriteString("text", finding.Text);
            json.WriteString("clause", finding.Clause);
            json.WriteBoolean("certain", finding.Certain);
            json.WriteBoolean("seen", finding.Seen);
            json.WriteNumber("missing", finding.Missing);
        });
    }

    /// <summary>An object of the given fields on one line.</summary>
    public static string Write(Action<Utf8JsonWriter> fields)
    {
        using MemoryStream bytes = new();
        JsonWriterOptions plain = new()
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (Utf8JsonWriter json = new(bytes, plain))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    // Named only when there are several.
    private static void Source(Utf8JsonWriter json, string? source)
    {
        if (source is not null)
        {
            json.WriteString("source", source);
        }
    }

    private static void Times(Utf8JsonWriter json, string name, int count, Quantiles times)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", count);
        if (times.Count > 0)
        {
            json.WriteNumber("p50Ms", Math.Round(times.Median, 3));
            json.WriteNumber("p95Ms", Math.Round(times.P95, 3));
            json.WriteNumber("maxMs", Math.Round(times.Max, 3));
        }

        json.WriteEndObject();
    }

    private static void StepFields(Utf8JsonWriter json, ConnectionModel connection, int index)
    {
        Step step = connection.Steps[index];
        json.WriteString("type", "step");
        json.WriteString("conn", connection.Id);
        json.WriteNumber("ms", Math.Round(step.AtMs, 3));
        json.WriteString("from", Names.State(step.From));
        json.WriteString("to", Names.State(step.To));
        json.WriteString("cause", Names.Cause(step.Cause));
        json.WriteBoolean("legal", Judge.IsLegal(step));
        json.WriteString("sentence", Clauses.Sentence(step.From, step.To, step.Cause));
        json.WriteString("clause", Clauses.For(step.From, step.Cause));
        json.WriteNumber("missingBefore", step.MissingBefore);
        json.WriteString("certainty", Certainty.Of(connection, index) is { Length: > 0 } doubt ? doubt : "complete");
    }

    private static void Fields(Utf8JsonWriter json, Change change)
    {
        LogEvent entry = change.Event;
        switch (entry.Kind)
        {
            case LogEventKind.Transition:
                json.WriteString("from", Names.State(entry.From));
                json.WriteString("to", Names.State(entry.To));
                json.WriteString("cause", Names.Cause(entry.Cause));
                json.WriteString("clause", Clauses.For(entry.From, entry.Cause));
                json.WriteNumber("retransmissions", entry.Retransmissions);
                if (change.Step?.StayedMs is double ms)
                {
                    json.WriteNumber("stayedMs", Math.Round(ms, 3));
                }

                break;
            case LogEventKind.Segment:
                json.WriteString("direction", entry.Outbound ? "out" : "in");
                json.WriteString("flags", Names.SegmentFlags(entry.SegmentFlags));
                // The first segment of the peer comes before its initial number is known: a SYN is always 0.
                json.WriteNumber("relSeq", (entry.SegmentFlags & 2) != 0 ? 0 : entry.Seq);
                json.WriteNumber("relAck", entry.Ack);
                json.WriteNumber("length", entry.Length);
                json.WriteNumber("window", entry.Window);
                break;
            case LogEventKind.Hello:
                json.WriteString("board", entry.Identity!.DeviceId);
                json.WriteString("boot", entry.Identity.BootId.ToString("X8", CultureInfo.InvariantCulture));
                break;
            default:
                OtherFields(json, change);
                break;
        }
    }

    private static void OtherFields(Utf8JsonWriter json, Change change)
    {
        LogEvent entry = change.Event;
        switch (entry.Kind)
        {
            case LogEventKind.Open:
                json.WriteString("local", change.Connection!.Local);
                json.WriteBoolean("active", entry.Active);
                break;
            case LogEventKind.Timer:
                json.WriteString("timer", Names.Timer(entry.TimerKind));
                break;
            case LogEventKind.Note:
                json.WriteString("event", Names.Event(entry.What));
                json.WriteNumber("value", entry.Value);
                break;
            case LogEventKind.Gap:
                json.WriteNumber("missing", entry.Count);
                json.WriteNumber("droppedByBoard", entry.Detail);
                break;
            case LogEventKind.Drop:
                json.WriteNumber("dropped", entry.Count);
                break;
            case LogEventKind.Fault or LogEventKind.Unknown:
                json.WriteNumber("code", entry.Code);
                break;
            case LogEventKind.Stats:
                json.WriteNumber("timeWait", entry.Stats!.TimeWait);
                json.WriteNumber("freeConnections", entry.Stats.FreeConnections);
                break;
            default:
                break;
        }
    }
}
