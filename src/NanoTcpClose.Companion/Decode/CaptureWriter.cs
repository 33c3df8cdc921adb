// A capture is the line as it was received: header "NTCL", version, source name; then blocks of kind (1 byte), host time in
// microseconds since 1970 (8), length (2) and that many bytes. Kind 1 is received bytes, kind 2 a remark of the host.

using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace NanoTcpClose.Companion.Decode;

/// <summary>Writes a `.ntcl` capture: raw bytes with host time marks, the source of truth for every view.</summary>
public sealed class CaptureWriter : IDisposable
{
    internal const int Version = 1;
    internal const int BlockHeader = 11;

    private readonly Stream _stream;

    /// <summary>Starts a capture.</summary>
    /// <param name="stream">Where it goes; owned.</param>
    /// <param name="source">What the bytes came from, for people.</param>
    public CaptureWriter(Stream stream, string source)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        byte[] name = Encoding.UTF8.GetBytes(source);
        int length = Math.Min(name.Length, 65535);
        Span<byte> head = stackalloc byte[8];
        "NTCL"u8.CopyTo(head);
        head[4] = Version;
        head[5] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(head[6..], (ushort)length);
        stream.Write(head);
        stream.Write(name, 0, length);
    }

    internal static ReadOnlySpan<byte> Magic => "NTCL"u8;

    /// <summary>Adds received bytes.</summary>
    /// <param name="time">When they arrived.</param>
    /// <param name="bytes">The bytes.</param>
    public void Write(DateTimeOffset time, ReadOnlySpan<byte> bytes)
    {
        WriteBlocks(1, time, bytes);
    }

    /// <summary>Adds a remark, for example that the line was unplugged.</summary>
    /// <param name="time">When.</param>
    /// <param name="text">What.</param>
    public void WriteRemark(DateTimeOffset time, string text)
    {
        WriteBlocks(2, time, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Hands everything to the file.</summary>
    public void Flush()
    {
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
    }

    private void WriteBlocks(byte kind, DateTimeOffset time, ReadOnlySpan<byte> bytes)
    {
        Span<byte> head = stackalloc byte[BlockHeader];
        head[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(head[1..], (time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10);
        while (!bytes.IsEmpty)
        {
            int n = Math.Min(bytes.Length, 65535);
            BinaryPrimitives.WriteUInt16LittleEndian(head[9..], (ushort)n);
            _stream.Write(head);
            _stream.Write(bytes[..n]);
            bytes = bytes[n..];
        }
    }
}
