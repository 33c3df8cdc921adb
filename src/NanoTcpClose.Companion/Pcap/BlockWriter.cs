using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace NanoTcpClose.Companion.Pcap;

/// <summary>Builds and writes pcapng blocks in one byte order.</summary>
internal sealed class BlockWriter
{
    private const int LinkTypeRaw = 101;
    private const int LongestComment = 60000;

    private readonly Stream _stream;
    private readonly bool _bigEndian;

    internal BlockWriter(Stream stream, bool bigEndian)
    {
        _stream = stream;
        _bigEndian = bigEndian;
    }

    /// <summary>Writes a block with its two lengths.</summary>
    internal void Write(CaptureBlock block)
    {
        byte[] edge = new byte[4];
        int total = block.Body.Length + 12;
        if (block.Type == CaptureBlock.Section)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(edge, block.Type);
        }
        else
        {
            Put32(edge, block.Type);
        }

        _stream.Write(edge);
        Put32(edge, (uint)total);
        _stream.Write(edge);
        _stream.Write(block.Body);
        _stream.Write(edge);
    }

    /// <summary>The head of a section of unknown length.</summary>
    internal CaptureBlock Section(string application, string comment)
    {
        MemoryStream body = new();
        Add32(body, 0x1A2B3C4D);
        Add16(body, 1);
        Add16(body, 0);
        Add32(body, 0xFFFFFFFF);
        Add32(body, 0xFFFFFFFF);
        Option(body, 1, Encoding.UTF8.GetBytes(comment));
        Option(body, 4, Encoding.UTF8.GetBytes(application));
        Option(body, 0, []);
        return new CaptureBlock(CaptureBlock.Section, body.ToArray());
    }

    /// <summary>An interface of raw IP packets with microseconds.</summary>
    internal CaptureBlock Interface(string name, string description)
    {
        MemoryStream body = new();
        Add16(body, LinkTypeRaw);
        Add16(body, 0);
        Add32(body, 0);
        Option(body, 2, Encoding.UTF8.GetBytes(name));
        Option(body, 3, Encoding.UTF8.GetBytes(description));
        Option(body, 9, [6]);
        Option(body, 0, []);
        return new CaptureBlock(CaptureBlock.Interface, body.ToArray());
    }

    /// <summary>A packet with its comments, and its direction when that is known.</summary>
    internal CaptureBlock Packet(
        int interfaceId, long micros, byte[] bytes, int originalLength, bool? outbound, IReadOnlyList<string> comments)
    {
        MemoryStream body = new();
        Add32(body, (uint)interfaceId);
        Add32(body, (uint)(micros >> 32));
        Add32(body, (uint)micros);
        Add32(body, (uint)bytes.Length);
        Add32(body, (uint)originalLength);
        body.Write(bytes);
        Pad(body);
        Comments(body, comments);
        if (outbound is bool sent)
        {
            byte[] direction = new byte[4];
            Put32(direction, sent ? 2u : 1u);
            Option(body, 2, direction);
        }

        Option(body, 0, []);
        return new CaptureBlock(CaptureBlock.EnhancedPacket, body.ToArray());
    }

    /// <summary>An enhanced packet block with more comments, everything else of it untouched.</summary>
    internal CaptureBlock WithComments(CaptureBlock packet, IReadOnlyList<string> comments)
    {
        ReadOnlySpan<byte> old = packet.Body;
        int end = OptionsEnd(old);
        MemoryStream body = new();
        body.Write(old[..end]);
        Comments(body, comments);
        Option(body, 0, []);
        return new CaptureBlock(packet.Type, body.ToArray());
    }

    private void Comments(MemoryStream body, IReadOnlyList<string> comments)
    {
        foreach (string comment in comments)
        {
            byte[] text = Encoding.UTF8.GetBytes(comment);
            Option(body, 1, text.AsSpan(0, Math.Min(text.Length, LongestComment)));
        }
    }

    private int OptionsEnd(ReadOnlySpan<byte> body)
    {
        int at = 20 + ((int)(Get32(body[12..]) + 3) & ~3);
        while (at + 4 <= body.Length && Get16(body[at..]) != 0)
        {
            at += 4 + ((Get16(body[(at + 2)..]) + 3) & ~3);
        }

        return Math.Min(at, body.Length);
    }

    private void Option(MemoryStream body, int code, ReadOnlySpan<byte> value)
    {
        Add16(body, code);
        Add16(body, value.Length);
        body.Write(value);
        Pad(body);
    }

    private static void Pad(MemoryStream body)
    {
        while (body.Length % 4 != 0)
        {
            body.WriteByte(0);
        }
    }

    private void Add16(MemoryStream body, int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        if (_bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        }

        body.Write(bytes);
    }

    private void Add32(MemoryStream body, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        Put32(bytes, value);
        body.Write(bytes);
    }

    private void Put32(Span<byte> bytes, uint value)
    {
        if (_bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
    }

    private int Get16(ReadOnlySpan<byte> bytes)
    {
        return _bigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(bytes)
            : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    private uint Get32(ReadOnlySpan<byte> bytes)
    {
        return _bigEndian
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
