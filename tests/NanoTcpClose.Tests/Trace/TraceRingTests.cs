using System;
using System.Text;
using Xunit;

namespace NanoTcpClose.Tests.Trace;

/// <summary>Sizes on the line, the budget of a drain, and the bound of a text line.</summary>
public sealed class TraceRingTests
{
    private delegate void Birth(TraceRing ring);

    [Fact]
    public void EveryType_HasItsPinnedSizeOnTheLine()
    {
        // Body, check and COBS code, both zeros.
        Assert.Equal(41 + 5, Frame(r => r.Hello(new TraceIdentity(), 1)));
        Assert.Equal(12 + 5, Frame(r => r.Transition(1, 6, 7, 8, 0, 1)));
        Assert.Equal(30 + 5, Frame(r => r.Open(1, 2, 3, 4, 5, true, 6, 7, 1)));
        Assert.Equal(22 + 5, Frame(r => r.Segment(1, true, 0x11, 1, 2, 3, 4, 1)));
        Assert.Equal(14 + 5, Frame(r => r.Timer(1, 5, 6, 1)));
        Assert.Equal(10 + 5, Frame(r => r.Fault(1, 2, 1)));
        Assert.Equal(14 + 5, Frame(r => r.Note(1, 2, 3, 1)));
        Assert.Equal(36 + (4 * 19) + 5, Frame(r => r.Stats(new uint[19], new int[12], 1, 2, 1)));
    }

    [Fact]
    public void Stats_TakesAtMostTwentyCounters()
    {
        Assert.Equal(36 + (4 * 20) + 5, Frame(r => r.Stats(new uint[40], new int[12], 1, 2, 1)));
    }

    [Fact]
    public void Frame_IsZeroFreeBetweenItsZeros_AndBackToBackSharesOne()
    {
        TraceRing ring = new(256);
        ring.Transition(0, 0, 0, 0, 0, 0);
        ring.Transition(0, 0, 0, 0, 0, 0);
        byte[] line = new byte[200];
        int n = ring.Drain(line, 200, false);
        Assert.Equal(33, n);
        for (int k = 0; k < n; k++)
        {
            Assert.Equal(k is 0 or 16 or 32, line[k] == 0);
        }
    }

    [Fact]
    public void Crc_IsCcittFalse()
    {
        // "123456789" has the check value 29B1; here the check of a known record, worked out bit by bit.
        TraceRing ring = new(256);
        ring.Transition(0x1111, 1, 1, 1, 1, 0x11111111);
        byte[] line = new byte[32];
        ring.Drain(line, 32, false);
        byte[] body = [0x11, 0, 0, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 1, 1];
        Assert.Equal(0x29B1, PlainCrc("123456789"u8));
        int crc = PlainCrc(body);
        Assert.Equal([(byte)crc, (byte)(crc >> 8)], line[14..16]);
    }

    [Fact]
    public void TextLine_OfATransition_ReadsAsDocumented()
    {
        TraceRing ring = new(1024);
        for (int k = 0; k < 0x4D; k++)
        {
            ring.Fault(1, 1, 1);
            ring.Drain(new byte[200], 200, false);
        }

        ring.Transition(3, 6, 7, 8, 1, 123456);
        string line = Line(ring);
        Assert.StartsWith("~NTC1 T 004D 123456 3 FIN-WAIT-1>FIN-WAIT-2 fin-acked rx=1*", line);
        int crc = PlainCrc(Encoding.ASCII.GetBytes(line[5..^6]));
        Assert.Equal($"*{crc:X4}\n", line[^6..]);
    }

    [Fact]
    public void TextLine_OfAnyRecord_HasAtMostEightyCharacters()
    {
        Assert.InRange(Text(r => r.Hello(new TraceIdentity { BootId = ~0u }, ~0u)).Length, 2, 81);
        Assert.InRange(Text(r => r.Open(65535, ~0u, 65535, ~0u, 65535, true, ~0u, ~0u, ~0u)).Length, 2, 81);
        Assert.InRange(Text(r => r.Stats(new uint[40], new int[12], 65535, 65535, ~0u)).Length, 2, 81);
        for (int from = 0; from < 12; from++)
        {
            for (int to = 0; to < 12; to++)
            {
                for (int cause = 0; cause < 25; cause++)
                {
                    Assert.InRange(Text(r => r.Transition(65535, from, to, cause, 0x3F, ~0u)).Length, 2, 81);
                }
            }
        }
    }

    [Theory]
    [InlineData(false, 16, 0)]
    [InlineData(false, 17, 17)]
    [InlineData(false, 32, 17)]
    [InlineData(false, 33, 33)]
    [InlineData(true, 111, 0)]
    public void Drain_WritesWholeRecordsWithinItsBudget(bool text, int budget, int expected)
    {
        TraceRing ring = new(256);
        ring.Transition(1, 6, 7, 8, 0, 1);
        ring.Transition(1, 6, 7, 8, 0, 1);
        Assert.Equal(expected, ring.Drain(new byte[200], budget, text));
        Assert.Equal(expected == 33, ring.IsEmpty);
        ring.Drain(new byte[500], 500, text);
        Assert.True(ring.IsEmpty);
    }

    [Fact]
    public void FullRing_DropsTheOldest_AndCounts()
    {
        TraceRing ring = new(256);
        for (int k = 0; k < 100; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)k);
        }

        Assert.Equal((100u, 100u - 16), (ring.RecordsBorn, ring.RecordsDropped));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TraceRing(255));
    }

    private static int Frame(Birth birth)
    {
        TraceRing ring = new(256);
        birth(ring);
        int n = ring.Drain(new byte[200], 200, false);
        Assert.True(ring.IsEmpty);
        return n;
    }

    private static string Text(Birth birth)
    {
        TraceRing ring = new(256);
        birth(ring);
        return Line(ring);
    }

    private static string Line(TraceRing ring)
    {
        byte[] line = new byte[200];
        string text = Encoding.ASCII.GetString(line, 0, ring.Drain(line, 200, true));
        Assert.Equal(text.Length - 1, text.IndexOf('\n'));
        return text;
    }

    private static int PlainCrc(ReadOnlySpan<byte> data)
    {
        int crc = 0xFFFF;
        foreach (byte value in data)
        {
            crc ^= value << 8;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? ((crc << 1) ^ 0x1021) & 0xFFFF : crc << 1;
            }
        }

        return crc;
    }
}
