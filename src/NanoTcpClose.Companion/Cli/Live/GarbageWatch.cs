using System;

namespace NanoTcpClose.Companion.Cli.Live;

/// <summary>
/// Tells a line at the wrong speed: many bytes, no record, and most of them are neither text nor zero.
/// </summary>
internal sealed class GarbageWatch
{
    private const int Enough = 512;

    private long _bytes;
    private long _odd;
    private bool _told;

    /// <summary>Counts bytes that a text would not hold.</summary>
    internal void Saw(ReadOnlySpan<byte> bytes)
    {
        _bytes += bytes.Length;
        foreach (byte value in bytes)
        {
            _odd += value is >= 32 and < 127 or 9 or 10 or 13 or 27 or 0 ? 0 : 1;
        }
    }

    /// <summary>A sentence, once; null when there is no reason for it.</summary>
    internal string? Suspicion(int records, string port)
    {
        if (_told || records > 0 || _bytes < Enough || _odd * 4 < _bytes)
        {
            return null;
        }

        _told = true;
        return _bytes + " bytes and no record among them: wrong speed? try --baud 115200, or ask `ntc doctor "
            + port + "`";
    }
}
