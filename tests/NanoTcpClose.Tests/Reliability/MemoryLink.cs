using System;
using System.Collections.Concurrent;
using NanoTcpClose.App;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>One end of a line in memory between two boards.</summary>
internal sealed class MemoryLink : IPacketLink
{
    private const int Room = 256;

    private readonly BlockingCollection<byte[]> _in = new(Room);
    private MemoryLink? _other;

    /// <summary>Receive throws while this is set, as a socket does when Wi-Fi is lost.</summary>
    public bool Broken { get; set; }

    public static (MemoryLink One, MemoryLink Other) Pair()
    {
        MemoryLink one = new();
        MemoryLink other = new() { _other = one };
        one._other = other;
        return (one, other);
    }

    public bool Send(byte[] datagram, int length)
    {
        return !Broken && _other!._in.TryAdd(datagram[..length]);
    }

    public int Receive(byte[] buffer, int timeoutMs)
    {
        if (Broken)
        {
            throw new InvalidOperationException("the link is down");
        }

        if (!_in.TryTake(out byte[]? packet, timeoutMs))
        {
            return 0;
        }

        packet.CopyTo(buffer, 0);
        return packet.Length;
    }
}
