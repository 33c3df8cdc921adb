using System;

namespace NanoTcpClose.Fuzz;

/// <summary>Reads an input as a program: behind its end come zeros, and <see cref="Ended"/> says so.</summary>
internal ref struct ByteFeed
{
    private readonly ReadOnlySpan<byte> _data;
    private int _at;

    public ByteFeed(ReadOnlySpan<byte> data)
    {
        _data = data;
        _at = 0;
    }

    public readonly bool Ended => _at >= _data.Length;

    public byte Byte()
    {
        return _at < _data.Length ? _data[_at++] : (byte)0;
    }

    public uint Word()
    {
        return (uint)(Byte() | (Byte() << 8) | (Byte() << 16)) | ((uint)Byte() << 24);
    }

    /// <summary>At most that many bytes as they stand.</summary>
    public ReadOnlySpan<byte> Slice(int count)
    {
        int n = Math.Min(count, _data.Length - _at);
        ReadOnlySpan<byte> slice = _data.Slice(_at, n);
        _at += n;
        return slice;
    }
}
