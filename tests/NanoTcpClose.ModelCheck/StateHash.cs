using System;
using System.Runtime.InteropServices;

namespace NanoTcpClose.ModelCheck;

/// <summary>64 bits of a state: a million states collide with a probability of one in 37 million.</summary>
internal static class StateHash
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    public static ulong Mix(ulong hash, ulong value)
    {
        ulong high = Math.BigMul(hash ^ (value * Prime), 0xD1B54A32D192ED03 ^ value, out ulong low);
        return high ^ low ^ (hash << 1);
    }

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed)
    {
        ulong hash = seed ^ ((ulong)bytes.Length * Prime);
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            hash = Mix(hash, word);
        }

        foreach (byte rest in bytes[(words.Length * 8)..])
        {
            hash = Mix(hash, rest + 1ul);
        }

        return hash;
    }
}
