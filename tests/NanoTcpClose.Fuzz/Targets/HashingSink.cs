using System;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// Folds all that a decoder delivers into one number that does not depend on how text was cut into calls.
/// </summary>
internal sealed class HashingSink : ITraceSink
{
    private const ulong Prime = 1099511628211;

    public ulong Hash { get; private set; }

    public long Records { get; private set; }

    public long TextBytes { get; private set; }

    public long Missing { get; private set; }

    public void Reset()
    {
        Hash = 14695981039346656037;
        Records = 0;
        TextBytes = 0;
        Missing = 0;
    }

    public void OnEpoch(in TraceRecord hello)
    {
        Fold(0x101);
    }

    public void OnRecord(in TraceRecord record)
    {
        Records++;
        Fold(0x102);
        Fold((ulong)record.Type);
        Fold((ulong)record.Sequence);
        Fold((ulong)record.TotalTicks);
    }

    public void OnGap(in TraceGap gap)
    {
        FuzzFailure.Unless(gap.Missing >= 0 && gap.LostOnLine >= 0, "a gap of less than nothing");
        Missing += gap.Missing;
        Fold(0x103);
        Fold((ulong)gap.Missing);
    }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        TextBytes += bytes.Length;
        foreach (byte value in bytes)
        {
            Fold(value);
        }
    }

    public void OnUnknownVersion(int version)
    {
        Fold(0x104);
        Fold((ulong)version);
    }

    private void Fold(ulong value)
    {
        Hash = (Hash ^ value) * Prime;
    }
}
