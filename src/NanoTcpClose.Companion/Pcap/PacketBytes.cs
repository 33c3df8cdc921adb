using System;
using System.Buffers.Binary;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>
/// The IPv4 and TCP headers of a traced segment. Payload is not traced, so it is not made up: a packet with data is
/// written as
/// one that was cut off behind its headers.
/// </summary>
internal static class PacketBytes
{
    internal const int HeaderLength = 40;

    /// <summary>
    /// Forty bytes; the length fields and checksums are those of the whole packet with a payload of zeros.
    /// </summary>
    internal static byte[] Build(TracedSegment segment)
    {
        Model.LogEvent open = segment.Connection.Opening!;
        byte[] packet = new byte[HeaderLength];
        Span<byte> ip = packet;
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(HeaderLength + segment.Length));
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], 0x4000);
        ip[8] = 64;
        ip[9] = 6;
        uint source = segment.Outbound ? open.LocalAddress : open.RemoteAddress;
        uint target = segment.Outbound ? open.RemoteAddress : open.LocalAddress;
        BinaryPrimitives.WriteUInt32BigEndian(ip[12..], source);
        BinaryPrimitives.WriteUInt32BigEndian(ip[16..], target);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Fold(Sum(ip[..20], 0)));
        Span<byte> tcp = ip[20..];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)(segment.Outbound ? open.LocalPort : open.RemotePort));
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)(segment.Outbound ? open.RemotePort : open.LocalPort));
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], segment.Seq);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], segment.Ack);
        tcp[12] = 0x50;
        tcp[13] = (byte)(segment.Flags & 0x3F);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], (ushort)segment.Window);
        uint pseudo = Sum(ip.Slice(12, 8), 6 + 20 + (uint)segment.Length);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[16..], Fold(Sum(tcp, pseudo)));
        return packet;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes, uint sum)
    {
        for (int k = 0; k < bytes.Length; k += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[k..]);
        }

        return sum;
    }

    private static ushort Fold(uint sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
