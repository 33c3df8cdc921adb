// Invariant: every choice comes from the seed, so a run can be played again.

using System.Collections.Generic;

namespace NanoTcpClose.Tests.Simulation;

/// <summary>Loses, doubles and reorders segments on their way.</summary>
internal sealed class SimulatedNetwork(int seed, int lossPercent)
{
    private const int DelayMicroseconds = 10_000;
    private const int MaxReorderMicroseconds = 50_000;

    private readonly PriorityQueue<(bool ToB, byte[] Datagram), (long Time, long Order)> _flying = new();
    private ulong _state = (ulong)seed;
    private long _order;

    public long NextArrival => _flying.TryPeek(out _, out (long Time, long Order) head) ? head.Time : long.MaxValue;

    public void Send(bool toB, byte[] datagram, long now)
    {
        int copies = Chance(lossPercent) ? 0 : Chance(lossPercent / 2) ? 2 : 1;
        for (int k = 0; k < copies; k++)
        {
            long wander = Chance(lossPercent) ? (long)(Next() % MaxReorderMicroseconds) : 0;
            _flying.Enqueue((toB, datagram), (now + DelayMicroseconds + wander, _order++));
        }
    }

    public (bool ToB, byte[] Datagram) Take()
    {
        return _flying.Dequeue();
    }

    private bool Chance(int percent)
    {
        return (int)(Next() % 100) < percent;
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
