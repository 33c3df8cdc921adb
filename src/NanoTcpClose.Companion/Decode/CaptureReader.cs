using System;
using System.Buffers.Binary;
using System.IO;
using System.Text;

namespace NanoTcpClose.Companion.Decode;

/// <summary>Reads a `.ntcl` capture block by block in bounded memory.</summary>
public sealed class CaptureReader : IDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly byte[] _block = new byte[65535];
    private readonly byte[] _head = new byte[CaptureWriter.BlockHeader];

    /// <summary>Opens a capture.</summary>
    /// <param name="stream">The file; owned.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="CaptureException">It is not a capture, or of a version that this build cannot read.</exception>
    public CaptureReader(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        _name = name;
        Span<byte> head = stackalloc byte[8];
        if (_stream.ReadAtLeast(head, 8, false) < 8 || !head[..4].SequenceEqual(CaptureWriter.Magic))
        {
            throw new CaptureException($"{name} is not a capture (.ntcl): it does not begin with NTCL. Record one with: ntc watch PORT --record FILE");
        }

        if (head[4] != CaptureWriter.Version)
        {
            throw new CaptureException($"{name} is a capture of version {head[4]}, this ntc reads version {CaptureWriter.Version}: update ntc");
        }

        byte[] source = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[6..])];
        Truncated = _stream.ReadAtLeast(source, source.Length, false) < source.Length;
        Source = Encoding.UTF8.GetString(source);
    }

    /// <summary>What the bytes came from.</summary>
    public string Source { get; }

    /// <summary>The file ends in the middle of a block; what was there of it was delivered.</summary>
    public bool Truncated { get; private set; }

    /// <summary>Reads the next block.</summary>
    /// <param name="time">When it was received.</param>
    /// <param name="bytes">Its bytes, until the next call.</param>
    /// <param name="remark">True: a remark of the host in UTF-8; false: bytes of the line.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="CaptureException">A block of an unknown kind: the file is damaged.</exception>
    public bool TryRead(out DateTimeOffset time, out ReadOnlySpan<byte> bytes, out bool remark)
    {
        time = default;
        bytes = default;
        remark = false;
        int got = _stream.ReadAtLeast(_head, _head.Length, false);
        if (got < _head.Length)
        {
            Truncated |= got != 0;
            return false;
        }

        long micros = BinaryPrimitives.ReadInt64LittleEndian(_head.AsSpan(1));
        if (_head[0] is not (1 or 2) || micros < 0 || micros > DateTimeOffset.MaxValue.UtcTicks / 20)
        {
            throw new CaptureException($"{_name} is damaged: a block of unknown kind {_head[0]}. What stands before it was read; record again");
        }

        int length = BinaryPrimitives.ReadUInt16LittleEndian(_head.AsSpan(9));
        int read = _stream.ReadAtLeast(_block.AsSpan(0, length), length, false);
        Truncated |= read < length;
        time = DateTimeOffset.UnixEpoch.AddTicks(micros * 10);
        bytes = _block.AsSpan(0, read);
        remark = _head[0] == 2;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
    }
}
