using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Spells every field of every record that an engine wrote, one line each.</summary>
internal sealed class TraceWordsSink : ITraceSink
{
    private readonly List<string> _lines = [];

    /// <summary>The records in a ring, oldest first; it is empty then.</summary>
    public static string[] Read(TraceRing ring)
    {
        byte[] line = new byte[16384];
        int length = ring.Drain(line, line.Length, false);
        TraceWordsSink sink = new();
        new TraceDecoder(sink).Feed(line.AsSpan(0, length));
        return [.. sink._lines];
    }

    public void OnRecord(in TraceRecord r)
    {
        string what = r.Type switch
        {
            RecordType.Open => $"open {r.LocalAddress:X8}:{r.LocalPort} {r.RemoteAddress:X8}:{r.RemotePort} "
                + $"{(r.Active ? "active" : "passive")} iss={r.Iss} irs={r.Irs}",
            RecordType.Transition => $"{TraceNames.State(r.From)} -> {TraceNames.State(r.To)} "
                + $"{TraceNames.Cause(r.Cause)} {r.TransitionFlags}",
            RecordType.Segment => $"{(r.Outbound ? ">" : "<")} {r.SegmentFlags:X2} {r.Seq} {r.Ack} len={r.Length} "
                + $"w={r.Window}{(r.EndRelative ? " end" : "")}",
            RecordType.Note => $"note {(CloseEvent)r.Kind} {r.Value}",
            _ => $"{r.Type} {Convert.ToHexString(r.Fields)}",
        };
        _lines.Add($"{r.Sequence} @{r.Tick} #{r.Connection} {what}");
    }

    public void OnEpoch(in TraceRecord hello) => _lines.Add("epoch");

    public void OnGap(in TraceGap gap) => _lines.Add($"gap {gap.Missing}");

    public void OnText(ReadOnlySpan<byte> bytes) => _lines.Add($"text {bytes.Length}");

    public void OnUnknownVersion(int version) => _lines.Add($"version {version}");
}
