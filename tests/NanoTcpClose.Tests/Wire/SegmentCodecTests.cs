using System;
using FsCheck.Xunit;
using Xunit;

namespace NanoTcpClose.Tests.Wire;

/// <summary>Headers survive a round trip, checksums agree with a plain reference, and each kind of damage has its own answer.</summary>
public sealed class SegmentCodecTests
{
    [Property(MaxTest = 500)]
    public void Build_ThenParse_GivesEveryFieldBack(
        uint source, uint destination, ushort ports, uint seq, uint ack, ushort window, ushort mss, bool timestamps, byte length)
    {
        SegmentHeader h = new()
        {
            Source = source,
            Destination = destination,
            SourcePort = ports,
            DestinationPort = ports ^ 0x5A5A,
            Seq = seq,
            Ack = ack,
            Flags = ports & 0x3F,
            Window = window,
            Mss = mss,
            HasTimestamps = timestamps,
            TsVal = seq ^ 0xFFFFFFFF,
            TsEcr = ack + 1,
            PayloadLength = length,
        };
        byte[] packet = Build(h);
        SegmentHeader r = new();
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, r, true));
        Assert.Equal(
            (h.Source, h.Destination, h.SourcePort, h.DestinationPort, h.Seq, h.Ack),
            (r.Source, r.Destination, r.SourcePort, r.DestinationPort, r.Seq, r.Ack));
        Assert.Equal(
            (h.Flags, h.Window, h.Mss, h.HasTimestamps, h.PayloadLength),
            (r.Flags, r.Window, r.Mss, r.HasTimestamps, r.PayloadLength));
        Assert.Equal(SegmentCodec.HeaderLength(mss, timestamps), r.PayloadOffset);
        if (timestamps)
        {
            Assert.Equal((h.TsVal, h.TsEcr), (r.TsVal, r.TsEcr));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(535)]
    [InlineData(1459)]
    [InlineData(65495)]
    public void Build_Checksums_AgreeWithThePlainReference(int length)
    {
        SegmentHeader h = Header();
        h.PayloadLength = length;
        byte[] packet = Build(h);
        Assert.Equal(0, Reference(packet, 0, 20, null));
        Assert.Equal(0, Reference(packet, 20, packet.Length - 20, packet));
        packet[10] ^= 1;
        Assert.NotEqual(0, Reference(packet, 0, 20, null));
    }

    [Fact]
    public void Parse_AllOnesPayload_FoldsTwice()
    {
        SegmentHeader h = Header();
        h.PayloadLength = 65495;
        byte[] packet = new byte[65535];
        Array.Fill(packet, (byte)0xFF);
        Assert.Equal(65535, SegmentCodec.Build(packet, h, 0xFFFF));
        Assert.Equal(0, Reference(packet, 20, 65515, packet));
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, 65535, new SegmentHeader(), true));
    }

    [Fact]
    public void Parse_EveryFlippedBit_IsNeverOkWithChecksums()
    {
        SegmentHeader h = Header();
        h.PayloadLength = 7;
        h.HasTimestamps = true;
        byte[] packet = Build(h);
        for (int bit = 0; bit < packet.Length * 8; bit++)
        {
            packet[bit >> 3] ^= (byte)(1 << (bit & 7));
            Assert.NotEqual(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, new SegmentHeader(), true));
            packet[bit >> 3] ^= (byte)(1 << (bit & 7));
        }

        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, new SegmentHeader(), true));
    }

    [Fact]
    public void Parse_WithoutVerification_TakesUnfinishedChecksums()
    {
        byte[] packet = Build(Header());
        packet[36] ^= 0x55;
        Assert.Equal(ParseResult.BadChecksum, SegmentCodec.Parse(packet, 0, packet.Length, new SegmentHeader(), true));
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, new SegmentHeader(), false));
    }

    [Fact]
    public void Parse_EveryShorterLength_IsTruncated()
    {
        byte[] packet = Build(Header());
        for (int length = 0; length < packet.Length; length++)
        {
            Assert.Equal(ParseResult.Truncated, SegmentCodec.Parse(packet, 0, length, new SegmentHeader(), true));
        }
    }

    [Theory]
    [InlineData(0, 0x65, ParseResult.NotForUs)] // IP version 6
    [InlineData(0, 0x44, ParseResult.BadHeader)] // IP header of 16 bytes
    [InlineData(3, 19, ParseResult.BadHeader)] // total length below the header
    [InlineData(3, 41, ParseResult.Truncated)] // total length above what is there
    [InlineData(3, 39, ParseResult.Truncated)] // no room for a TCP header
    [InlineData(6, 0x20, ParseResult.NotForUs)] // more fragments
    [InlineData(7, 0x01, ParseResult.NotForUs)] // a later fragment
    [InlineData(9, 17, ParseResult.NotForUs)] // UDP
    [InlineData(32, 0x40, ParseResult.BadHeader)] // data offset of 16 bytes
    [InlineData(32, 0x60, ParseResult.BadHeader)] // data offset behind the packet
    public void Parse_BadByte_NamesTheFailure(int at, byte value, ParseResult expected)
    {
        byte[] packet = Build(Header());
        packet[at] = value;
        Assert.Equal(expected, SegmentCodec.Parse(packet, 0, packet.Length, new SegmentHeader(), false));
    }

    [Theory]
    [InlineData("01010101", ParseResult.Ok, 0)]
    [InlineData("00FFFFFF", ParseResult.Ok, 0)] // behind the end of options anything may stand
    [InlineData("020405B4", ParseResult.Ok, 1460)]
    [InlineData("01FE0301", ParseResult.Ok, 0)] // an unknown kind goes by its length
    [InlineData("FE03AA01020405B4", ParseResult.Ok, 1460)]
    [InlineData("01010102", ParseResult.BadHeader, 0)] // a kind without its length
    [InlineData("FE000101", ParseResult.BadHeader, 0)] // length 0 would never end
    [InlineData("FE010101", ParseResult.BadHeader, 0)]
    [InlineData("0101FE03", ParseResult.BadHeader, 0)] // longer than the header
    [InlineData("02030501", ParseResult.BadHeader, 0)] // MSS of 3 bytes
    [InlineData("080A0102", ParseResult.BadHeader, 0)] // timestamps cut off
    [InlineData("0804010200000000", ParseResult.BadHeader, 0)] // timestamps of 4 bytes
    public void Parse_Options_AreTakenOrRefused(string options, ParseResult expected, int mss)
    {
        byte[] bytes = Convert.FromHexString(options);
        byte[] packet = new byte[40 + bytes.Length];
        Build(Header()).CopyTo(packet, 0);
        bytes.CopyTo(packet, 40);
        packet[3] = (byte)packet.Length;
        packet[32] = (byte)((20 + bytes.Length) << 2);
        SegmentHeader h = new() { Mss = 99 };
        Assert.Equal(expected, SegmentCodec.Parse(packet, 0, packet.Length, h, false));
        if (expected == ParseResult.Ok)
        {
            Assert.Equal((mss, packet.Length, 0), (h.Mss, h.PayloadOffset, h.PayloadLength));
        }
    }

    [Fact]
    public void Parse_IpOptionsOffsetAndPadding_FindTheData()
    {
        SegmentHeader h = Header();
        h.PayloadLength = 3;
        byte[] plain = Build(h);
        byte[] packet = new byte[100];
        plain.AsSpan(0, 20).CopyTo(packet.AsSpan(5));
        plain.AsSpan(20).CopyTo(packet.AsSpan(29));
        packet[5] = 0x46;
        packet[8] = 47;
        packet.AsSpan(25, 4).Fill(1);
        SegmentHeader r = new();
        Assert.Equal(ParseResult.BadChecksum, SegmentCodec.Parse(packet, 5, 95, r, true));
        packet[15] = 0;
        packet[16] = 0;
        int sum = Reference(packet, 5, 24, null);
        packet[15] = (byte)(sum >> 8);
        packet[16] = (byte)sum;
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 5, 95, r, true));
        Assert.Equal((49, 3), (r.PayloadOffset, r.PayloadLength));
    }

    [Fact]
    public void BuildAndParse_AllocateNothing()
    {
        byte[] packet = Build(Header());
        SegmentHeader h = Header();
        SegmentHeader r = new();
        SegmentCodec.Build(packet, h, 1);
        SegmentCodec.Parse(packet, 0, packet.Length, r, true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 10000; k++)
        {
            SegmentCodec.Build(packet, h, k);
            SegmentCodec.Parse(packet, 0, packet.Length, r, true);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static SegmentHeader Header() => new()
    {
        Source = 0xC0000201,
        Destination = 0xC0000202,
        SourcePort = 5000,
        DestinationPort = 80,
        Seq = 0xFFFFFFFF,
        Ack = 0x80000001,
        Flags = TcpFlags.Fin | TcpFlags.Ack,
        Window = 65535,
    };

    private static byte[] Build(SegmentHeader h)
    {
        int head = SegmentCodec.HeaderLength(h.Mss, h.HasTimestamps);
        byte[] packet = new byte[head + h.PayloadLength];
        for (int k = head; k < packet.Length; k++)
        {
            packet[k] = (byte)(k * 31);
        }

        Assert.Equal(packet.Length, SegmentCodec.Build(packet, h, 0xBEEF));
        return packet;
    }

    /// <summary>RFC 1071 word by word with the carry taken round each time; 0 for a range with a right checksum.</summary>
    private static int Reference(byte[] data, int at, int length, byte[]? ip)
    {
        int sum = 0;
        for (int k = 0; k < length; k++)
        {
            sum = Add(sum, k % 2 == 0 ? data[at + k] << 8 : data[at + k]);
        }

        if (ip != null)
        {
            for (int k = 12; k < 20; k += 2)
            {
                sum = Add(sum, (ip[k] << 8) | ip[k + 1]);
            }

            sum = Add(Add(sum, 6), length);
        }

        return ~sum & 0xFFFF;
    }

    private static int Add(int sum, int word)
    {
        sum += word;
        return sum > 0xFFFF ? sum - 0xFFFF : sum;
    }
}
