using System;
using System.Collections.Generic;
using System.Text;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>One engine at 192.0.2.1, whose peer at 198.51.100.1 is the test: every segment is spelled.</summary>
internal sealed class Solo
{
    public const int Port = 5000;
    public const int PeerPort = 7001;

    public Solo(Action<CloseEngineOptions>? configure = null, TraceRing? trace = null, long now = 1_000_000)
    {
        CloseEngineOptions options = new() { FixedIsn = true };
        configure?.Invoke(options);
        Now = now;
        Engine = new CloseEngine(options, Pair.AddressA, Wire, trace!, now);
    }

    public CloseEngine Engine { get; }

    public Wire Wire { get; } = new();

    /// <summary>Microseconds.</summary>
    public long Now { get; set; }

    public uint this[EngineCounter counter] => Engine.Counters[(int)counter];

    /// <summary>A connection in a state: SND.NXT 10000, or 10001 behind our FIN; RCV.NXT 50000.</summary>
    public int Place(TcpState state, Action<EngineFixture>? configure = null)
    {
        EngineFixture fixture = new()
        {
            State = state,
            RemoteAddress = Pair.AddressB,
            RemotePort = PeerPort,
            LocalPort = Port,
        };
        configure?.Invoke(fixture);
        return Engine.Place(fixture, Now);
    }

    public void After(double milliseconds)
    {
        Now += (long)(milliseconds * 1000);
        Engine.Advance(Now);
    }

    /// <summary>A segment of the peer; data counts up from its first byte.</summary>
    public void In(
        int flags, uint seq, uint ack, int length = 0, int window = 65535, int from = PeerPort, int to = Port,
        int mss = 0, (uint Value, uint Echo)? stamp = null, byte firstByte = 0)
    {
        byte[] packet = Packet(flags, seq, ack, length, window, from, to, mss, stamp, firstByte);
        Engine.SegmentArrives(packet, 0, packet.Length, Now);
    }

    public static byte[] Packet(
        int flags, uint seq, uint ack, int length = 0, int window = 65535, int from = PeerPort, int to = Port,
        int mss = 0, (uint Value, uint Echo)? stamp = null, byte firstByte = 0)
    {
        SegmentHeader header = new()
        {
            Source = Pair.AddressB,
            Destination = Pair.AddressA,
            SourcePort = from,
            DestinationPort = to,
            Flags = flags,
            Seq = seq,
            Ack = ack,
            Window = window,
            PayloadLength = length,
            Mss = mss,
            HasTimestamps = stamp != null,
            TsVal = stamp?.Value ?? 0,
            TsEcr = stamp?.Echo ?? 0,
        };
        int head = SegmentCodec.HeaderLength(mss, stamp != null);
        byte[] packet = new byte[head + length];
        for (int k = 0; k < length; k++)
        {
            packet[head + k] = (byte)(firstByte + k);
        }

        SegmentCodec.Build(packet, header, 1);
        return packet;
    }

    /// <summary>All that was sent since the last look, one segment each: flags, every field, data in hex.</summary>
    public string Out()
    {
        List<string> all = [];
        while (Wire.Sent.TryDequeue(out byte[]? packet))
        {
            all.Add(Spell(packet));
        }

        return string.Join(" + ", all);
    }

    /// <summary>The events since the last look.</summary>
    public string Events()
    {
        string all = string.Join(' ', Wire.Events);
        Wire.Events.Clear();
        return all;
    }

    private static string Spell(byte[] packet)
    {
        SegmentHeader h = new();
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, h, true));
        StringBuilder text = new();
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK"];
        for (int k = 0; k < names.Length; k++)
        {
            if ((h.Flags >> k & 1) != 0)
            {
                text.Append(text.Length == 0 ? "" : ",").Append(names[k]);
            }
        }

        Assert.Equal(Pair.AddressA, h.Source);
        Assert.Equal(Pair.AddressB, h.Destination);
        text.Append($" {h.SourcePort}>{h.DestinationPort} {h.Seq} {h.Ack} w{h.Window}");
        text.Append(h.Mss == 0 ? "" : $" mss{h.Mss}").Append(h.HasTimestamps ? $" ts{h.TsVal}/{h.TsEcr}" : "");
        return text.Append(h.PayloadLength == 0 ? "" : $" {Convert.ToHexString(packet[h.PayloadOffset..])}").ToString();
    }
}
