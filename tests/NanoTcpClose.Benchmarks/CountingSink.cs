using System;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Benchmarks;

/// <summary>Counts what a decoder delivers.</summary>
internal sealed class CountingSink : ITraceSink
{
    public long Records { get; private set; }

    public long TextBytes { get; private set; }

    public void OnEpoch(in TraceRecord hello)
    {
    }

    public void OnRecord(in TraceRecord record)
    {
        Records++;
    }

    public void OnGap(in TraceGap gap)
    {
    }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        TextBytes += bytes.Length;
    }

    public void OnUnknownVersion(int version)
    {
    }
}
