using System;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Malformed and foreign packets are counted by reason, dropped, and change nothing.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void EveryTruncation_IsDroppedAndCounted()
    {
        (CloseEngine engine, Wire wire, byte[] syn) = Listening();
        for (int length = 0; length < syn.Length; length++)
        {
            engine.SegmentArrives(syn, 0, length, 0);
        }

        Assert.Equal((uint)syn.Length, engine.Counters[(int)EngineCounter.Truncated]);
        Assert.Equal(0u, engine.Counters[(int)EngineCounter.SegmentsIn]);
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public void EverySingleBitFlip_NeverOpensAConnection()
    {
        (CloseEngine engine, Wire wire, byte[] syn) = Listening();
        for (int bit = 0; bit < syn.Length * 8; bit++)
        {
            byte[] bad = (byte[])syn.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            engine.SegmentArrives(bad, 0, bad.Length, 0);
        }

        Assert.Empty(wire.Sent);
        Assert.Equal(16, engine.FreeConnections);
        Assert.True(engine.Counters[(int)EngineCounter.BadChecksum] > 300);
    }

    [Fact]
    public void OversizedBuffer_TrailingBytesAreIgnored()
    {
        (CloseEngine engine, Wire wire, byte[] syn) = Listening();
        byte[] padded = new byte[syn.Length + 60];
        Array.Copy(syn, 0, padded, 7, syn.Length);
        engine.SegmentArrives(padded, 7, padded.Length - 7, 0);
        Assert.Single(wire.Sent);
        Assert.Equal(1, engine.CountInState(TcpState.SynReceived));
    }

    [Theory]
    [InlineData(new byte[] { 2, 0, 0, 0 })]
    [InlineData(new byte[] { 2, 1, 0, 0 })]
    [InlineData(new byte[] { 2, 5, 0, 0 })]
    [InlineData(new byte[] { 8, 4, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 1, 9 })]
    public void MalformedOptions_AreDroppedAndCounted(byte[] options)
    {
        (CloseEngine engine, Wire wire, byte[] syn) = Listening();
        Array.Copy(options, 0, syn, 40, 4);
        Refresh(syn);
        engine.SegmentArrives(syn, 0, syn.Length, 0);
        Assert.Equal(1u, engine.Counters[(int)EngineCounter.BadHeader]);
        Assert.Empty(wire.Sent);
    }

    [Theory]
    [InlineData(0, 0x65)]
    [InlineData(9, 17)]
    [InlineData(6, 0x20)]
    [InlineData(19, 9)]
    public void ForeignPackets_AreDroppedAndCounted(int index, int value)
    {
        (CloseEngine engine, Wire wire, byte[] syn) = Listening();
        syn[index] = (byte)value;
        Refresh(syn);
        engine.SegmentArrives(syn, 0, syn.Length, 0);
        Assert.Equal(1u, engine.Counters[(int)EngineCounter.NotForUs]);
        Assert.Empty(wire.Sent);
    }

    [Fact]
    public void ProgrammerMisuse_Throws()
    {
        (CloseEngine engine, _, _) = Listening();
        Assert.Throws<ArgumentNullException>(() => engine.SegmentArrives(null!, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.SegmentArrives(new byte[4], 1, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Listen(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => engine.Connect(1, 65536, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new CloseEngine(new CloseEngineOptions { Connections = 0 }, 1, new Wire(), null, 0));
    }

    private static (CloseEngine Engine, Wire Wire, byte[] Syn) Listening()
    {
        Wire wire = new();
        CloseEngine engine = new(new CloseEngineOptions(), Pair.AddressB, wire, null, 0);
        engine.Listen(80);
        byte[] buffer = new byte[64];
        SegmentHeader header = new()
        {
            Source = Pair.AddressA,
            Destination = Pair.AddressB,
            SourcePort = 5000,
            DestinationPort = 80,
            Flags = TcpFlags.Syn,
            Seq = 77,
            Window = 1000,
            Mss = 1460,
        };
        int length = SegmentCodec.Build(buffer, header, 1);
        return (engine, wire, buffer[..length]);
    }

    private static void Refresh(byte[] packet)
    {
        packet[10] = packet[11] = packet[36] = packet[37] = 0;
        Put(packet, 10, Sum(packet, 0, 20, 0));
        uint pseudo = Sum(packet, 12, 8, (uint)(6 + packet.Length - 20), fold: false);
        Put(packet, 36, Sum(packet, 20, packet.Length - 20, pseudo));
    }

    private static void Put(byte[] packet, int at, uint value)
    {
        packet[at] = (byte)(value >> 8);
        packet[at + 1] = (byte)value;
    }

    private static uint Sum(byte[] packet, int at, int length, uint sum, bool fold = true)
    {
        for (int k = 0; k < length; k++)
        {
            sum += (k & 1) == 0 ? (uint)packet[at + k] << 8 : packet[at + k];
        }

        while (fold && sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return fold ? ~sum & 0xFFFF : sum;
    }
}
