using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>
/// Bytes of a line for the trace decoder. The same bytes in one portion and in many must give the same records and
/// text; nothing
/// is allocated; no more text comes out than went in.
/// </summary>
internal class DecoderTarget : FuzzTarget
{
    private readonly HashingSink _whole = new();
    private readonly HashingSink _parts = new();

    public override string Name => "decoder";

    public override int MaxLength => 700;

    public override IEnumerable<byte[]> Seeds()
    {
        return TraceSeeds.Logs(text: false).Select(Portioned);
    }

    public override void Execute(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        int portion = 1 + (input[0] % 64);
        bool idle = (input[0] & 0x80) != 0;
        ReadOnlySpan<byte> bytes = input[1..];
        _whole.Reset();
        _parts.Reset();
        TraceDecoder whole = new(_whole);
        TraceDecoder parts = new(_parts);
        long before = GC.GetAllocatedBytesForCurrentThread();
        whole.Feed(bytes);
        whole.End();
        for (int at = 0; at < bytes.Length; at += portion)
        {
            parts.Feed(bytes.Slice(at, Math.Min(portion, bytes.Length - at)));
            if (idle && at % 3 == 0)
            {
                parts.Idle();
            }
        }

        parts.End();
        FuzzFailure.Unless(GC.GetAllocatedBytesForCurrentThread() == before, FuzzFailure.Allocated);
        FuzzFailure.Unless(_whole.TextBytes <= bytes.Length, "more text came out than went in");
        FuzzFailure.Unless(_parts.TextBytes <= bytes.Length, "more text came out than went in");
        FuzzFailure.Unless(_whole.Records * 10 + _whole.TextBytes <= bytes.Length + 2,
            "records and text are more than the bytes that came");
        FuzzFailure
            .Unless(idle || _whole.Hash == _parts.Hash, "the portions in which bytes came changed what was decoded");
    }

    /// <summary>The first byte of an input chooses the portions.</summary>
    protected static byte[] Portioned(byte[] bytes)
    {
        return [(byte)(bytes.Length % 64), .. bytes];
    }
}
