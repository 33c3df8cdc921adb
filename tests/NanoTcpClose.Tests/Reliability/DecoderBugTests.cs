using System;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Tests.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>
/// Bugs of the decoder that fuzzing found: how bytes were portioned must never change what is decoded.
/// </summary>
public sealed class DecoderBugTests
{
    /// <summary>A byte that looked like the begin of a mark took the true one behind it along as text.</summary>
    [Fact]
    public void HalfAMarkBeforeALine_DoesNotHideIt_WhateverThePortions()
    {
        TraceRing ring = new(256);
        ring.Transition(3, 6, 7, 8, 0, 100);
        byte[] line = new byte[200];
        int length = ring.Drain(line, 200, true);
        byte[] stream = [.. "text ~NT and ~N"u8, .. line.AsSpan(0, length)];

        for (int portion = 1; portion <= stream.Length; portion++)
        {
            Assert.Single(Decode(stream, portion).Records);
        }
    }

    /// <summary>
    /// A long record behind text was found when bytes came one by one, and lost when they came together.
    /// </summary>
    [Fact]
    public void StatsBehindText_IsFound_WhateverThePortions()
    {
        TraceRing ring = new(256);
        ring.Stats(Enumerable.Range(1, (int)EngineCounter.Count).Select(k => (uint)k * 0x01010101).ToArray(),
            new int[12], 1, 15, 100);
        byte[] frame = new byte[200];
        int length = ring.Drain(frame, 200, false);
        byte[] stream = [.. Encoding.ASCII.GetBytes("a line of the application\n"), .. frame.AsSpan(1, length - 1)];

        for (int portion = 1; portion <= stream.Length; portion++)
        {
            CollectingSink sink = Decode(stream, portion);
            Assert.Single(sink.Records);
            Assert.Equal("a line of the application\n", sink.Text.ToString());
        }
    }

    private static CollectingSink Decode(ReadOnlySpan<byte> stream, int portion)
    {
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        for (int at = 0; at < stream.Length; at += portion)
        {
            decoder.Feed(stream.Slice(at, Math.Min(portion, stream.Length - at)));
        }

        decoder.End();
        return sink;
    }
}
