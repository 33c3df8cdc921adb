using System;
using System.Buffers.Binary;
using System.IO;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>The older pcap format, turned into blocks of pcapng.</summary>
internal static class ClassicFile
{
    private const uint Microseconds = 0xA1B2C3D4;
    private const uint Nanoseconds = 0xA1B23C4D;

    /// <summary>Whether a file that begins with these four bytes is one.</summary>
    internal static bool Matches(uint head)
    {
        return head is Microseconds or Nanoseconds
            || BinaryPrimitives.ReverseEndianness(head) is Microseconds or Nanoseconds;
    }

    /// <summary>Reads it. A packet that the file cuts off ends it.</summary>
    internal static void Read(byte[] bytes, uint head, PacketCapture capture)
    {
        bool swapped = head is not (Microseconds or Nanoseconds);
        bool nanoseconds = (swapped ? BinaryPrimitives.ReverseEndianness(head) : head) == Nanoseconds;
        BlockWriter blocks = new(Stream.Null, bigEndian: false);
        int linkType = (int)(U32(bytes.AsSpan(20), swapped) & 0xFFFF);
        CaptureBlock description = blocks.Interface("capture", "packets of the pcap file");
        BinaryPrimitives.WriteUInt16LittleEndian(description.Body, (ushort)linkType);
        capture.Begin(false, blocks.Section("ntc", "merged from a pcap file and a board's trace"), description);
        int at = 24;
        while (at + 16 <= bytes.Length)
        {
            long seconds = U32(bytes.AsSpan(at), swapped);
            long fraction = U32(bytes.AsSpan(at + 4), swapped);
            uint length = U32(bytes.AsSpan(at + 8), swapped);
            uint original = U32(bytes.AsSpan(at + 12), swapped);
            at += 16;
            if (length > bytes.Length - at)
            {
                return;
            }

            long micros = (seconds * 1_000_000) + (nanoseconds ? fraction / 1000 : fraction);
            byte[] packet = bytes.AsSpan(at, (int)length).ToArray();
            capture.Add(blocks.Packet(0, micros, packet, (int)original, null, []));
            at += (int)length;
        }
    }

    private static uint U32(ReadOnlySpan<byte> bytes, bool swapped)
    {
        uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
