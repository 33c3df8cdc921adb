using System;
using System.Buffers.Binary;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>Link type and clock of an interface of a capture.</summary>
/// <param name="LinkType">LINKTYPE number.</param>
/// <param name="UnitsPerSecond">Units of its time stamps.</param>
/// <param name="OffsetSeconds">Added to its time stamps.</param>
internal sealed record CaptureInterface(int LinkType, double UnitsPerSecond, long OffsetSeconds)
{
    /// <summary>Reads an interface description block.</summary>
    internal static CaptureInterface Read(ReadOnlySpan<byte> body, bool bigEndian)
    {
        double units = 1_000_000;
        long offset = 0;
        int at = 8;
        while (at + 4 <= body.Length && U16(body[at..], bigEndian) is int code and not 0)
        {
            int length = U16(body[(at + 2)..], bigEndian);
            if (at + 4 + length > body.Length)
            {
                break;
            }

            ReadOnlySpan<byte> value = body.Slice(at + 4, length);
            if (code == 9 && length == 1)
            {
                units = Math.Pow((value[0] & 0x80) != 0 ? 2 : 10, value[0] & 0x7F);
            }
            else if (code == 14 && length == 8)
            {
                offset = bigEndian
                    ? BinaryPrimitives.ReadInt64BigEndian(value)
                    : BinaryPrimitives.ReadInt64LittleEndian(value);
            }

            at += 4 + ((length + 3) & ~3);
        }

        return new CaptureInterface(U16(body, bigEndian), units, offset);
    }

    /// <summary>Microseconds since 1970 of a time stamp.</summary>
    internal long Micros(ulong stamp)
    {
        return (OffsetSeconds * 1_000_000) + (long)(stamp * (1_000_000 / UnitsPerSecond));
    }

    private static int U16(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        return bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }
}
