using System;
using System.Collections.Generic;

namespace NanoTcpClose.Fuzz;

/// <summary>Makes inputs: noise, or a seed with a few things broken. Reuses one buffer.</summary>
internal sealed class Mutator
{
    private static readonly byte[] s_interesting =
        [0, 1, 0x7F, 0x80, 0xFF, 0x1B, (byte)'\n', (byte)'~', (byte)'*', (byte)' ', (byte)'"'];

    private readonly List<byte[]> _seeds;
    private readonly bool _likesNoise;
    private readonly byte[] _buffer;
    private int _length;

    public Mutator(List<byte[]> seeds, int maxLength, bool likesNoise)
    {
        _seeds = seeds;
        _likesNoise = likesNoise || seeds.Count == 0;
        _buffer = new byte[maxLength];
    }

    public ReadOnlySpan<byte> Make(FuzzRandom random)
    {
        if (_seeds.Count == 0 || random.OneIn(_likesNoise ? 2 : 32))
        {
            Noise(random);
            return _buffer.AsSpan(0, _length);
        }

        Load(_seeds[random.Below(_seeds.Count)]);
        int times = random.OneIn(16) ? 0 : 1 << random.Below(5);
        for (int k = 0; k < times; k++)
        {
            Mutate(random);
        }

        return _buffer.AsSpan(0, _length);
    }

    private void Noise(FuzzRandom random)
    {
        _length = 1 + random.Below(_buffer.Length);
        for (int k = 0; k < _length; k++)
        {
            _buffer[k] = random.Byte();
        }
    }

    private void Load(byte[] seed)
    {
        _length = Math.Min(seed.Length, _buffer.Length);
        seed.AsSpan(0, _length).CopyTo(_buffer);
    }

    private void Mutate(FuzzRandom random)
    {
        if (_length == 0)
        {
            Noise(random);
            return;
        }

        int at = random.Below(_length);
        switch (random.Below(9))
        {
            case 0:
                _buffer[at] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                _buffer[at] = random.Byte();
                break;
            case 2:
                _buffer[at] = s_interesting[random.Below(s_interesting.Length)];
                break;
            case 3:
                _buffer[at] += (byte)(random.Below(33) - 16);
                break;
            case 4:
                Remove(at, 1 + random.Below(Math.Min(16, _length - at)));
                break;
            case 5:
                Repeat(at, random);
                break;
            case 6:
                Insert(at, random);
                break;
            case 7:
                Splice(at, random);
                break;
            default:
                _length = random.OneIn(4) ? at : _length;
                break;
        }
    }

    private void Remove(int at, int count)
    {
        Array.Copy(_buffer, at + count, _buffer, at, _length - at - count);
        _length -= count;
    }

    private void Repeat(int at, FuzzRandom random)
    {
        int count = Math.Min(1 + random.Below(32), Math.Min(_length - at, _buffer.Length - _length));
        Array.Copy(_buffer, at, _buffer, at + count, _length - at);
        _length += count;
    }

    private void Insert(int at, FuzzRandom random)
    {
        int count = Math.Min(1 + random.Below(8), _buffer.Length - _length);
        Array.Copy(_buffer, at, _buffer, at + count, _length - at);
        _length += count;
        for (int k = 0; k < count; k++)
        {
            _buffer[at + k] = random.Byte();
        }
    }

    private void Splice(int at, FuzzRandom random)
    {
        byte[] other = _seeds[random.Below(_seeds.Count)];
        int from = other.Length == 0 ? 0 : random.Below(other.Length);
        int count = Math.Min(other.Length - from, _buffer.Length - at);
        Array.Copy(other, from, _buffer, at, count);
        _length = Math.Max(_length, at + count);
    }
}
