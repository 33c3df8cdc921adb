using System;

namespace NanoTcpClose.ModelCheck;

/// <summary>A segment on its way; immutable, shared by all states that hold it.</summary>
internal sealed class Flight(byte[] datagram, bool toB, long sentAt)
{
    private const int ChecksumAt = 36;
    private const int TcpAt = 20;

    public byte[] Datagram { get; } = datagram;

    public bool ToB { get; } = toB;

    public long SentAt { get; } = sentAt;

    /// <summary>The TCP part but for its checksum; the IPv4 identification only counts packets.</summary>
    public ulong Hash { get; } = StateHash.Of(
        datagram.AsSpan(ChecksumAt + 2), StateHash.Of(datagram.AsSpan(TcpAt, ChecksumAt - TcpAt), toB ? 1ul : 2));

    public SegmentHeader Read()
    {
        var header = new SegmentHeader();
        ParseResult parsed = SegmentCodec.Parse(Datagram, 0, Datagram.Length, header, true);
        return parsed == ParseResult.Ok ? header : throw new Violation($"a malformed segment was sent: {parsed}");
    }

    public string Describe()
    {
        SegmentHeader h = Read();
        string flags = ((h.Flags & TcpFlags.Syn) != 0 ? "SYN," : "") + ((h.Flags & TcpFlags.Fin) != 0 ? "FIN," : "")
            + ((h.Flags & TcpFlags.Rst) != 0 ? "RST," : "") + ((h.Flags & TcpFlags.Ack) != 0 ? "ACK," : "");
        return $"{(ToB ? "a to b" : "b to a")} {flags.TrimEnd(',')} seq={h.Seq} ack={h.Ack} len={h.PayloadLength}";
    }
}
