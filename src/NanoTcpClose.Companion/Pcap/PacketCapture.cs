// Invariant: every block of the capture is kept as it was; only its interfaces move to the front of the section, in
// their order.

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>A capture of another tool, pcapng or pcap, read for merging.</summary>
internal sealed class PacketCapture
{
    private const uint Magic = 0x1A2B3C4D;
    private const int LargestBlock = 16 * 1024 * 1024;

    private readonly List<CaptureInterface> _clocks = [];
    private readonly string _name;

    private PacketCapture(string name)
    {
        _name = name;
    }

    /// <summary>Byte order of the file.</summary>
    internal bool BigEndian { get; private set; }

    /// <summary>The head of its section.</summary>
    internal CaptureBlock Section { get; private set; } = new(CaptureBlock.Section, []);

    /// <summary>Its interfaces.</summary>
    internal List<CaptureBlock> Interfaces { get; } = [];

    /// <summary>Everything else in its order.</summary>
    internal List<CaptureEntry> Entries { get; } = [];

    /// <summary>Reads a whole file. Throws CaptureException naming the file and the remedy.</summary>
    internal static PacketCapture Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        PacketCapture capture = new(Path.GetFileName(path));
        uint head = bytes.Length >= 24 ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        if (head == CaptureBlock.Section)
        {
            capture.ReadBlocks(bytes);
        }
        else if (ClassicFile.Matches(head))
        {
            ClassicFile.Read(bytes, head, capture);
        }
        else
        {
            throw new CaptureException(
                capture._name + " is no packet capture: --merge takes a pcapng or pcap file, as tshark or tcpdump write it");
        }

        return capture;
    }

    /// <summary>Takes a packet of a classic file.</summary>
    internal void Begin(bool bigEndian, CaptureBlock section, CaptureBlock only)
    {
        BigEndian = bigEndian;
        Section = section;
        AddInterface(only);
    }

    internal void Add(CaptureBlock block)
    {
        if (block.Type == CaptureBlock.Interface)
        {
            AddInterface(block);
        }
        else if (block.Type == CaptureBlock.EnhancedPacket && block.Body.Length >= 20)
        {
            Entries.Add(Packet(block));
        }
        else
        {
            Entries.Add(new CaptureEntry(block, null, null));
        }
    }

    private void AddInterface(CaptureBlock block)
    {
        if (block.Body.Length < 8)
        {
            throw Damaged();
        }

        Interfaces.Add(block);
        _clocks.Add(CaptureInterface.Read(block.Body, BigEndian));
    }

    private CaptureEntry Packet(CaptureBlock block)
    {
        ReadOnlySpan<byte> body = block.Body;
        uint id = U32(body);
        uint length = U32(body[12..]);
        if (id >= _clocks.Count || length > body.Length - 20)
        {
            throw Damaged();
        }

        CaptureInterface clock = _clocks[(int)id];
        ulong stamp = ((ulong)U32(body[4..]) << 32) | U32(body[8..]);
        return new CaptureEntry(
            block, clock.Micros(stamp), PacketHead.Read(clock.LinkType, body.Slice(20, (int)length)));
    }

    private void ReadBlocks(byte[] bytes)
    {
        BigEndian = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)) == Magic;
        if (!BigEndian && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(8)) != Magic)
        {
            throw Damaged();
        }

        int at = 0;
        while (at + 12 <= bytes.Length)
        {
            ReadOnlySpan<byte> block = bytes.AsSpan(at);
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(block);
            bool section = type == CaptureBlock.Section;
            uint total = U32(block[4..]);
            if (total < 12 || total % 4 != 0 || total > LargestBlock || total > block.Length)
            {
                throw Damaged();
            }

            if (section && at > 0)
            {
                throw new CaptureException(
                    _name + " holds several sections: save it once with Wireshark or mergecap and try again");
            }

            CaptureBlock made = new(section ? type : U32(block), block[8..(int)(total - 4)].ToArray());
            if (section)
            {
                Section = made;
            }
            else
            {
                Add(made);
            }

            at += (int)total;
        }
    }

    private CaptureException Damaged()
    {
        return new CaptureException(_name + " is damaged: record it again, or repair it with editcap");
    }

    private uint U32(ReadOnlySpan<byte> bytes)
    {
        return BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
