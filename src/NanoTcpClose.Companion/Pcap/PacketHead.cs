using System;
using System.Buffers.Binary;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>What tells a TCP segment of IPv4 from others in a capture.</summary>
internal sealed record PacketHead(
    uint Source, uint Target, int SourcePort, int TargetPort, uint Seq, uint Ack, int Flags, int Length)
{
    /// <summary>
    /// Reads it behind a link layer header; null for everything that is no whole TCP header over IPv4.
    /// </summary>
    internal static PacketHead? Read(int linkType, ReadOnlySpan<byte> packet)
    {
        int start = NetworkLayer(linkType, packet);
        if (start < 0 || packet.Length < start + 20 || packet[start] >> 4 != 4 || packet[start + 9] != 6)
        {
            return null;
        }

        ReadOnlySpan<byte> ip = packet[start..];
        int header = (ip[0] & 15) * 4;
        bool fragment = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x1FFF) != 0;
        if (fragment || header < 20 || ip.Length < header + 20)
        {
            return null;
        }

        ReadOnlySpan<byte> tcp = ip[header..];
        int total = BinaryPrimitives.ReadUInt16BigEndian(ip[2..]);
        return new PacketHead(
            BinaryPrimitives.ReadUInt32BigEndian(ip[12..]),
            BinaryPrimitives.ReadUInt32BigEndian(ip[16..]),
            BinaryPrimitives.ReadUInt16BigEndian(tcp),
            BinaryPrimitives.ReadUInt16BigEndian(tcp[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]),
            tcp[13] & 0x3F,
            Math.Max(0, total - header - ((tcp[12] >> 4) * 4)));
    }

    private static int NetworkLayer(int linkType, ReadOnlySpan<byte> packet)
    {
        return linkType switch
        {
            1 => Ethernet(packet),
            101 or 228 => 0,
            0 or 108 => 4,
            113 when packet.Length > 16 && packet[14] == 8 && packet[15] == 0 => 16,
            276 when packet.Length > 20 && packet[0] == 8 && packet[1] == 0 => 20,
            _ => -1,
        };
    }

    private static int Ethernet(ReadOnlySpan<byte> packet)
    {
        int at = 12;
        while (packet.Length >= at + 2)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
            if (type == 0x0800)
            {
                return at + 2;
            }

            if (type is not (0x8100 or 0x88A8))
            {
                return -1;
            }

            at += 4;
        }

        return -1;
    }
}
