using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Decode;

/// <summary>The rules of the reader: tails, held text, unknown types and versions, epochs, ticks, gaps, Wire Protocol packets.</summary>
public sealed class TraceDecoderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("boot: ok\r\n")]
    [InlineData("no newline before the frame")]
    public void LostOpeningZero_TheTailOfTheChunkIsTheRecord(string text)
    {
        foreach (byte[] frame in new[] { Transition(5), Hello(1, 5) })
        {
            List<byte> line = [.. Encoding.ASCII.GetBytes(text), .. frame[1..]];
            foreach (int size in new[] { 1, 1000 })
            {
                CollectingSink sink = Decode(line, size);
                Assert.Single(sink.Records);
                Assert.Equal(text, sink.Text.ToString());
            }
        }
    }

    [Fact]
    public void EveryFirstCode_ByteByByte_IsARecord()
    {
        // A first zero at each distance: a frame may begin with any code, that of a newline too.
        for (int zero = 2; zero < 20; zero++)
        {
            byte[] body = new byte[20];
            Array.Fill(body, (byte)0x77);
            body[0] = 0x19;
            body[Math.Min(zero, 17)] = 0;
            CollectingSink sink = Decode(Frame(body, 18), 1);
            Assert.Single(sink.Records);
            Assert.Equal("", sink.Text.ToString());
        }
    }

    [Fact]
    public void UnknownType_IsDeliveredWithItsFields_AndCountsInTheSequence()
    {
        List<byte> line = [.. Transition(0)];
        line.AddRange(Frame([0x19, 1, 0, 9, 0, 0, 0, 0xAB, 0, 0], 8));
        CollectingSink sink = Decode(line, 1);
        Assert.Equal("1 9 9 AB", sink.Records[1]);
        Assert.Empty(sink.Gaps);
    }

    [Fact]
    public void UnknownVersion_IsToldAndItsBytesAreKept()
    {
        byte[] frame = Frame([0x21, 1, 1, 9, 9, 9, 9, 0xAB, 0, 0], 8);
        CollectingSink sink = Decode(frame, 1000);
        Assert.Equal(1, sink.UnknownVersions);
        Assert.Empty(sink.Records);
        Assert.Equal(Encoding.Latin1.GetString(frame[1..^1]), sink.Text.ToString());
    }

    [Fact]
    public void KnownTypeOfWrongLength_IsText()
    {
        CollectingSink sink = Decode(Frame([0x11, 1, 1, 9, 9, 9, 9, 0xAB, 0, 0], 8), 1000);
        Assert.Empty(sink.Records);
        Assert.NotEqual("", sink.Text.ToString());
    }

    [Fact]
    public void OversizeChunk_IsTextInOrder_AndReadingGoesOn()
    {
        string text = string.Concat(Enumerable.Range(0, 2000).Select(k => (char)(1 + (k % 255))));
        List<byte> line = [0, .. Encoding.Latin1.GetBytes(text), 0, .. Transition(3)];
        foreach (int size in new[] { 1, 100, 5000 })
        {
            CollectingSink sink = Decode(line, size);
            Assert.Equal(text, sink.Text.ToString());
            Assert.Single(sink.Records);
        }
    }

    [Fact]
    public void HeldText_IsReleasedAtANewline_AtSixtyFourBytes_AndWhenTheLineIsSilent()
    {
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        decoder.Feed("one line\n"u8);
        Assert.Equal("one line\n", sink.Text.ToString());
        decoder.Feed("half"u8);
        Assert.Equal("one line\n", sink.Text.ToString());
        decoder.Idle();
        Assert.Equal("one line\nhalf", sink.Text.ToString());
        sink.Text.Clear();
        for (int k = 0; k < 64; k++)
        {
            decoder.Feed("x"u8);
        }

        Assert.Equal(new string('x', 64), sink.Text.ToString());
    }

    [Fact]
    public void BegunFrame_OutlivesOneSilence()
    {
        byte[] frame = Transition(7);
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        decoder.Feed(frame.AsSpan(0, 8));
        decoder.Idle();
        decoder.Feed(frame.AsSpan(8));
        Assert.Single(sink.Records);
    }

    [Fact]
    public void NewBootId_StartsAnEpoch_WithoutAGap()
    {
        List<byte> line = [.. Hello(1, 0), .. Transition(1), .. Hello(2, 0), .. Transition(1)];
        CollectingSink sink = Decode(line, 1000);
        Assert.Equal(2, sink.Epochs);
        Assert.Empty(sink.Gaps);
        Assert.Equal(4, sink.Records.Count);
    }

    [Fact]
    public void RepeatedHello_IsNoEpoch_AndAMissedOneIsARestart()
    {
        Assert.Equal(1, Decode([.. Hello(1, 0), .. Hello(1, 1)], 1000).Epochs);
        CollectingSink sink = Decode([.. Transition(900), .. Transition(3)], 1000);
        Assert.True(Assert.Single(sink.Gaps).Restarted);
    }

    [Fact]
    public void Ticks_AreUnwrapped_ForwardsAndALittleBack()
    {
        List<byte> line = [];
        TraceRing ring = new(256);
        byte[] output = new byte[200];
        foreach (uint tick in new[] { 0xFFFFFFF0, 0xFFFFFFFE, 5u, 0xFFFFFFFFu, 6u, 0x7FFFFFFFu, 0xFFFFFFF0, 1u })
        {
            ring.Fault(1, 1, tick);
            line.AddRange(output[..ring.Drain(output, 200, false)]);
        }

        long[] expected =
        [
            0xFFFFFFF0, 0xFFFFFFFE, 0x100000005, 0xFFFFFFFF, 0x100000006, 0x17FFFFFFF, 0x1FFFFFFF0, 0x200000001,
        ];
        Assert.Equal(expected, Decode(line, 1000).Records.Select(r => long.Parse(r.Split(' ')[1])));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40000)]
    [InlineData(70000)]
    public void DropAndLoss_InOneGap_AreKeptApart(int dropped)
    {
        const int Lost = 3;
        List<byte> line = [.. Transition(100)];
        int last = (100 + Lost + dropped) & 0xFFFF;
        line.AddRange(Frame(
            [
                0x15, (byte)last, (byte)(last >> 8), 9, 0, 0, 0,
                (byte)dropped, (byte)(dropped >> 8), (byte)(dropped >> 16), 0, 1, 0, 0,
            ],
            12));
        line.AddRange(Transition(last + 1));
        TraceGap gap = Assert.Single(Decode(line, 1000).Gaps);
        Assert.Equal(new TraceGap(101, dropped + Lost, dropped, false), gap);
        Assert.Equal(Lost, gap.LostOnLine);
    }

    [Fact]
    public void TextSkin_InsideWireProtocolPackets_IsFound()
    {
        byte[] header = [.. "NFPKTV1\0"u8, 0x10, 0xFF, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 70, 0, 0, 0, 0x7E, 0, 0, 0];
        TraceRing ring = new(256);
        byte[] output = new byte[200];
        List<byte> line = [];
        for (int k = 0; k < 20; k++)
        {
            ring.Transition(k, 6, 7, 8, 0, (uint)k);
            line.AddRange(header);
            line.AddRange(output[..ring.Drain(output, 200, true)]);
        }

        foreach (int size in new[] { 1, 33, 5000 })
        {
            CollectingSink sink = Decode(line, size);
            Assert.Equal(20, sink.Records.Count);
            Assert.Empty(sink.Gaps);
        }
    }

    [Fact]
    public void TextSkin_EveryFlippedBit_IsNoRecord()
    {
        TraceRing ring = new(256);
        ring.Transition(3, 6, 7, 8, 1, 123456);
        byte[] output = new byte[200];
        byte[] line = output[..ring.Drain(output, 200, true)];
        Assert.Single(Decode(line, 1).Records);
        for (int bit = 0; bit < (line.Length - 1) * 8; bit++)
        {
            byte[] damaged = [.. line];
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            foreach (string record in Decode(damaged, 1000).Records)
            {
                // The check is written in digits, which stay the same number in either case.
                Assert.Equal("0 123456 1 0300670801", record);
                Assert.InRange(bit >> 3, line.Length - 5, line.Length - 2);
            }
        }
    }

    [Fact]
    public void LongTransitionWords_ComeInBase64_AndDecodeTheSame()
    {
        TraceRing ring = new(256);
        ring.Transition(65535, 4, 4, 13, 0x3F, uint.MaxValue);
        byte[] output = new byte[200];
        byte[] line = output[..ring.Drain(output, 200, true)];
        Assert.DoesNotContain((byte)'>', line);
        Assert.Equal("0 4294967295 1 FFFF440D3F", Assert.Single(Decode(line, 1).Records));
    }

    [Theory]
    [InlineData(0.001, 0.05)]
    [InlineData(0.01, 0.05)]
    [InlineData(0.03, 0.2)]
    public void DamagedAndTornLine_WithText_DeliversNoWrongRecord(double rate, double torn)
    {
        const int Count = 20000;
        Random random = new(20260202);
        HashSet<string> truth = [];
        List<byte> line = [];
        TraceRing ring = new(256);
        byte[] output = new byte[200];
        for (int k = 0; k < Count; k++)
        {
            ring.Transition(random.Next(65536), 1 + random.Next(11), 1 + random.Next(11), random.Next(22), random.Next(64), (uint)k * 9);
            byte[] record = output[..ring.Drain(output, 200, k % 4 == 0)];
            int cut = random.NextDouble() < torn ? random.Next(record.Length) : record.Length;
            line.AddRange(record[..cut]);
            if (cut < record.Length || random.Next(3) == 0)
            {
                line.AddRange(Encoding.ASCII.GetBytes($"I ({k}) wifi: rssi {random.Next()}\r\n"));
            }

            line.AddRange(record[cut..]);
            truth.Add(Assert.Single(Decode(record, 200).Records));
        }

        CollectingSink sink = Decode(Damage(line, rate, random), 4096);
        Assert.InRange(sink.Records.Count, Count / 3, Count - 1);
        Assert.All(sink.Records, r => Assert.Contains(r, truth));
        int first = int.Parse(sink.Records[0].Split(' ')[0]);
        int last = int.Parse(sink.Records[^1].Split(' ')[0]);
        Assert.Equal(last - first + 1, sink.Records.Count + sink.Gaps.Sum(g => g.Missing));
    }

    private static List<byte> Damage(List<byte> line, double rate, Random random)
    {
        List<byte> damaged = [];
        foreach (byte value in line)
        {
            double draw = random.NextDouble();
            if (draw >= rate / 2)
            {
                damaged.Add(draw < rate ? (byte)(value ^ (1 << random.Next(8))) : value);
            }
        }

        return damaged;
    }

    private static byte[] Transition(int sequence) =>
        Frame([0x11, (byte)sequence, (byte)(sequence >> 8), 9, 0, 0, 0, 3, 0, 0x67, 8, 0, 0, 0], 12);

    private static byte[] Hello(int boot, int sequence)
    {
        byte[] body = new byte[43];
        body[0] = 0x10;
        body[1] = (byte)sequence;
        "NTC"u8.CopyTo(body.AsSpan(7));
        body[10] = (byte)boot;
        return Frame(body, 41);
    }

    /// <summary>A frame by the words of the format: check behind the body, zeros replaced by distances, a zero at both ends.</summary>
    private static byte[] Frame(byte[] bodyAndRoom, int length)
    {
        int crc = FrameCheck(bodyAndRoom.AsSpan(0, length));
        bodyAndRoom[length] = (byte)crc;
        bodyAndRoom[length + 1] = (byte)(crc >> 8);
        List<byte> frame = [0];
        List<byte> run = [];
        foreach (byte value in bodyAndRoom.AsSpan(0, length + 2))
        {
            if (value != 0)
            {
                run.Add(value);
                continue;
            }

            frame.Add((byte)(run.Count + 1));
            frame.AddRange(run);
            run.Clear();
        }

        frame.Add((byte)(run.Count + 1));
        frame.AddRange(run);
        frame.Add(0);
        return [.. frame];
    }

    private static int FrameCheck(ReadOnlySpan<byte> data)
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

    private static CollectingSink Decode(IReadOnlyList<byte> bytes, int size)
    {
        byte[] line = [.. bytes];
        CollectingSink sink = new();
        TraceDecoder decoder = new(sink);
        for (int at = 0; at < line.Length; at += size)
        {
            decoder.Feed(line.AsSpan(at, Math.Min(size, line.Length - at)));
        }

        decoder.End();
        return sink;
    }
}
