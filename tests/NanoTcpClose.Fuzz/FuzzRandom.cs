namespace NanoTcpClose.Fuzz;

/// <summary>
/// SplitMix64: small, fast, and the same on every machine, so that a seed and a number name an input.
/// </summary>
internal sealed class FuzzRandom
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    public FuzzRandom(ulong seed)
    {
        _state = seed;
    }

    public ulong Next()
    {
        _state += Step;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to below - 1.</summary>
    public int Below(int below)
    {
        return (int)((Next() >> 32) * (ulong)below >> 32);
    }

    public byte Byte()
    {
        return (byte)(Next() >> 56);
    }

    public bool OneIn(int k)
    {
        return Below(k) == 0;
    }

    /// <summary>A number from 0 to 1, 1 left out.</summary>
    public double Fraction()
    {
        return (Next() >> 11) * (1.0 / (1UL << 53));
    }
}
