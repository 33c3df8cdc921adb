using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Decode;

/// <summary>What the device writes is what the desktop reads: both skins, whole, byte by byte, between text, damaged.</summary>
public sealed class TraceRoundTripTests
{
    [Fact]
    public void Transition_OnTheLine_TakesSixteenBytesAfterTheFirst()
    {
        TraceRing ring = new(1024);
        ring.Transition(0x1234, 6, 7, 8, 1, 0x01020304);
        byte[] output = new byte[256];
        int first = ring.Drain(output, 256, false);
        ring.Transition(0x1234, 6, 7, 8, 1, 0x01020304);
        ring.Transition(0x1234, 6, 7, 8, 1, 0x01020304);
        int two = ring.Drain(output, 256, false);
        Assert.Equal(17, first);
        Assert.Equal(33, two);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryType_WholeAndByteByByte_ComesBackEqual(bool text)
    {
        byte[] line = Drain(OneOfEach(), text);
        List<string> expected = Expected(text);
        CollectingSink whole = Decode(line, line.Length);
        CollectingSink single = Decode(line, 1);
        Assert.Equal(expected, whole.Records);
        Assert.Equal(expected, single.Records);
        Assert.Empty(whole.Gaps);
        Assert.Equal("", whole.Text.ToString());
        Assert.Equal("", single.Text.ToString());
        Assert.Equal(1, whole.Epochs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextBetweenRecords_IsPassedUntouchedAndLosesNoRecord(bool text)
    {
        Random random = new(7);
        StringBuilder expectedText = new();
        List<byte> line = [];
        TraceRing ring = new(4096);
        byte[] output = new byte[512];
        for (int k = 0; k < 500; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)k * 8);
            int n = ring.Drain(output, 512, text);
            line.AddRange(output.AsSpan(0, n));
            if (random.Next(3) == 0)
            {
                string words = $"heap {random.Next()} bytes, \u001b[32mok\u001b[0m ~ {k}\n";
                expectedText.Append(words);
                line.AddRange(Encoding.Latin1.GetBytes(words));
            }
        }

        foreach (int size in new[] { 1, 7, 64, line.Count })
        {
            CollectingSink sink = Decode([.. line], size);
            Assert.Equal(500, sink.Records.Count);
            Assert.Empty(sink.Gaps);
            Assert.Equal(expectedText.ToString(), sink.Text.ToString());
        }
    }

    [Fact]
    public void RingOverflow_IsToldAsDroppedByTheDevice()
    {
        TraceRing ring = new(256);
        for (int k = 0; k < 100; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)k);
        }

        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        byte[] output = new byte[4096];
        int n = ring.Drain(output, 4096, false);
        decoder.Feed(output.AsSpan(0, n));
        TraceGap gap = Assert.Single(sink.Gaps);
        Assert.Equal((int)ring.RecordsDropped, gap.DroppedByDevice);
        Assert.Equal(0, gap.LostOnLine);
        Assert.Equal(100, gap.Missing + sink.Records.Count - 1);
    }

    [Fact]
    public void LostFrames_AreToldAsLostOnTheLine()
    {
        TraceRing ring = new(4096);
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        byte[] output = new byte[4096];
        for (int k = 0; k < 10; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)k);
            int n = ring.Drain(output, 4096, false);
            if (k is < 3 or > 5)
            {
                decoder.Feed(output.AsSpan(0, n));
            }
        }

        TraceGap gap = Assert.Single(sink.Gaps);
        Assert.Equal(new TraceGap(3, 3, 0, false), gap);
    }

    [Theory]
    [InlineData(0.0001)]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.1)]
    public void DamagedLine_DeliversNoWrongRecord_AndAnnouncesWhatIsMissing(double rate)
    {
        const int Count = 20000;
        Random random = new(20260101);
        TraceRing ring = new(4096);
        List<byte> line = [];
        byte[] output = new byte[512];
        for (int k = 0; k < Count; k++)
        {
            ring.Transition(random.Next(65536), 1 + random.Next(11), 1 + random.Next(11), random.Next(24), random.Next(16), (uint)k * 9);
            int n = ring.Drain(output, 512, false);
            line.AddRange(output.AsSpan(0, n));
        }

        CollectingSink clean = Decode([.. line], 4096);
        Assert.Equal(Count, clean.Records.Count);
        List<byte> damaged = [];
        foreach (byte value in line)
        {
            double draw = random.NextDouble();
            if (draw < rate / 2)
            {
                continue;
            }

            damaged.Add(draw < rate ? (byte)(value ^ (1 << random.Next(8))) : value);
        }

        HashSet<string> truth = [.. clean.Records];
        CollectingSink sink = Decode([.. damaged], 4096);
        Assert.All(sink.Records, r => Assert.Contains(r, truth));
        int missing = 0;
        foreach (TraceGap gap in sink.Gaps)
        {
            Assert.False(gap.Restarted);
            missing += gap.Missing;
        }

        int last = int.Parse(sink.Records[^1].Split(' ')[0]);
        int first = int.Parse(sink.Records[0].Split(' ')[0]);
        Assert.Equal(last - first + 1, sink.Records.Count + missing);
        Assert.True(sink.Records.Count < Count);
    }

    [Fact]
    public void RingAndDecoder_AllocateNothingPerRecord()
    {
        TraceRing ring = new(4096);
        CountingSink sink = new();
        TraceDecoder decoder = new(sink);
        byte[] output = new byte[512];
        for (int k = 0; k < 100; k++)
        {
            Step(ring, decoder, output, k);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 100000; k++)
        {
            Step(ring, decoder, output, k);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(100100, sink.Records);
    }

    private static void Step(TraceRing ring, TraceDecoder decoder, byte[] output, int k)
    {
        ring.Transition(k & 0xFFFF, 6, 7, 8, 0, (uint)k);
        decoder.Feed(output.AsSpan(0, ring.Drain(output, 512, (k & 1) != 0)));
    }

    private static TraceRing OneOfEach()
    {
        TraceRing ring = new(4096);
        ring.Hello(new TraceIdentity { BootId = 77, BuildId = 3, Connections = 16, TimeWaitEntries = 16, TimeWaitMs = 1000 }, 5);
        ring.Transition(9, 6, 7, 8, 0x23, 6);
        ring.Open(9, 0xC0000201, 5000, 0xC6336401, 7001, true, 0xFFFFFFF0, 50000, 7);
        ring.Segment(9, true, 0x11, 0, 0xFFFFFFFF, 1000, 65535, 8);
        ring.Timer(9, 5, 0x80000000, 9);
        ring.Fault(4, 9, 10);
        ring.Note(9, 1, -1, 11);
        ring.Stats([1, 2, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 4, 12, 12);
        return ring;
    }

    private static List<string> Expected(bool text)
    {
        List<string> expected =
        [
            "0 5 0 4E54434D000000000000000000401F00003143544E0300000010001000E803000000",
            "1 6 1 0900670823",
            "2 7 2 0900010200C08813016433C6591B01F0FFFFFF50C30000",
            "3 8 3 09009100000000FFFFFFFFE803FFFF",
            "4 9 4 09000500000080",
            "5 10 6 040900",
            "6 11 8 090001FFFFFFFF",
        ];
        expected.Add(
            $"7 12 7 {(text ? "00" : "03010000000200000003000000")}0000010002000300040005000600070008000900" + "0A000B0004000C00");
        return expected;
    }

    private static byte[] Drain(TraceRing ring, bool text)
    {
        byte[] output = new byte[4096];
        return output[..ring.Drain(output, 4096, text)];
    }

    private static CollectingSink Decode(byte[] line, int size)
    {
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        for (int at = 0; at < line.Length; at += size)
        {
            decoder.Feed(line.AsSpan(at, Math.Min(size, line.Length - at)));
        }

        decoder.End();
        return sink;
    }

    private sealed class CountingSink : ITraceSink
    {
        public int Records { get; private set; }

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
        }

        public void OnUnknownVersion(int version)
        {
        }
    }
}
