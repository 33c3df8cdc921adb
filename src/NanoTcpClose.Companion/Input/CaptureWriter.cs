using System;
using System.Buffers.Binary;
using System.IO;

namespace NanoTcpClose.Companion.Input;

/// <summary>
/// Writes a .ntcl capture: "NTCL", version 1, three zeros, then chunks of i64 Unix time in microseconds, i32 length, bytes as received.
/// </summary>
public sealed class CaptureWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _head = new byte[12];

    /// <summary>Begins the file.</summary>
    public CaptureWriter(Stream stream)
    {
        _stream = stream;
        _stream.Write("NTCL\u0001\0\0\0"u8);
    }

    /// <summary>One portion as it came. Throws IOException when the disk is full.</summary>
    public void Write(ReadOnlySpan<byte> bytes, DateTimeOffset hostTime)
    {
        long micros = (hostTime - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteInt64LittleEndian(_head, micros);
        BinaryPrimitives.WriteInt32LittleEndian(_head.AsSpan(8), bytes.Length);
        _stream.Write(_head);
        _stream.Write(bytes);
    }

    /// <summary>Puts everything on the disk.</summary>
    public void Flush()
    {
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
    }
}
