using System;
using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>A packet that was on the link.</summary>
/// <param name="Packet">Its bytes.</param>
/// <param name="AtUs">When it was sent.</param>
internal sealed record LabSegment(byte[] Packet, long AtUs)
{
    private readonly SegmentHeader _header = Read(Packet);

    /// <summary>Its header fields.</summary>
    internal SegmentHeader Header => _header;

    /// <summary>FIN,ACK and so on, with the length of its data.</summary>
    internal string Text
    {
        get
        {
            string flags = Names.SegmentFlags(_header.Flags);
            return _header.PayloadLength == 0
                ? flags
                : flags + string.Create(CultureInfo.InvariantCulture, $" {_header.PayloadLength} bytes");
        }
    }

    /// <summary>Whether all these flags are set.</summary>
    internal bool Has(int flags)
    {
        return (_header.Flags & flags) == flags;
    }

    /// <summary>Builds a packet from a header and data.</summary>
    internal static LabSegment Build(SegmentHeader header, byte[] data, long atUs)
    {
        int at = SegmentCodec.HeaderLength(header.Mss, header.HasTimestamps);
        byte[] packet = new byte[at + data.Length];
        data.CopyTo(packet, at);
        header.PayloadLength = data.Length;
        SegmentCodec.Build(packet, header, 1);
        return new LabSegment(packet, atUs);
    }

    private static SegmentHeader Read(byte[] packet)
    {
        SegmentHeader header = new();
        ParseResult result = SegmentCodec.Parse(packet, 0, packet.Length, header, true);
        return result == ParseResult.Ok ? header : throw new LabException("a packet on the link is not TCP: " + result);
    }
}
