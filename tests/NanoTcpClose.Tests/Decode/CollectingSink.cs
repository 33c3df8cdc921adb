using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Tests.Decode;

/// <summary>Keeps what a decoder delivers, one line each, in order.</summary>
internal sealed class CollectingSink : ITraceSink
{
    public List<string> Records { get; } = [];

    public List<TraceGap> Gaps { get; } = [];

    public StringBuilder Text { get; } = new();

    public int Epochs { get; private set; }

    public int UnknownVersions { get; private set; }

    public void OnEpoch(in TraceRecord hello)
    {
        Epochs++;
    }

    public void OnRecord(in TraceRecord record)
    {
        Records.Add($"{record.Sequence} {record.TotalTicks} {(int)record.Type} {Convert.ToHexString(record.Fields)}");
    }

    public void OnGap(in TraceGap gap)
    {
        Gaps.Add(gap);
    }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        Text.Append(Encoding.Latin1.GetString(bytes));
    }

    public void OnUnknownVersion(int version)
    {
        UnknownVersions++;
    }
}
