using System;
using System.Collections.Generic;
using NanoTcpClose.App;

namespace NanoTcpClose.KernelTests;

/// <summary>A link that drops, doubles and swaps packets at random from a fixed seed. Calm, it passes them all.</summary>
internal sealed class RoughLink : IPacketLink
{
    private readonly object _gate = new object();
    private readonly IPacketLink _inner;
    private readonly Random _random;
    private readonly Queue<byte[]> _ready = new Queue<byte[]>();
    private byte[]? _late;
    private Action<byte[]>? _latePass;

    internal RoughLink(IPacketLink inner, int seed)
    {
        _inner = inner;
        _random = new Random(seed);
    }

    internal bool Rough { get; set; }

    internal int Harmed { get; private set; }

    public bool Send(byte[] datagram, int length)
    {
        lock (_gate)
        {
            Distort(datagram, length, packet => _inner.Send(packet, packet.Length));
            return true;
        }
    }

    public int Receive(byte[] buffer, int timeoutMs)
    {
        int length = _ready.Count > 0 ? 0 : _inner.Receive(buffer, timeoutMs);
        lock (_gate)
        {
            if (length > 0)
            {
                Distort(buffer, length, _ready.Enqueue);
            }
        }

        if (_ready.Count == 0)
        {
            return 0;
        }

        byte[] packet = _ready.Dequeue();
        packet.CopyTo(buffer, 0);
        return packet.Length;
    }

    /// <summary>A tenth is lost, a tenth comes twice, a tenth comes after the next packet in either direction.</summary>
    private void Distort(byte[] datagram, int length, Action<byte[]> pass)
    {
        byte[] packet = datagram.AsSpan(0, length).ToArray();
        int fate = Rough ? _random.Next(10) : 9;
        Harmed += fate < 3 ? 1 : 0;
        if (fate == 2 && _late == null)
        {
            _late = packet;
            _latePass = pass;
            return;
        }

        for (int copy = fate == 0 ? 1 : 0; copy < (fate == 1 ? 2 : 1); copy++)
        {
            pass(packet);
        }

        byte[]? late = _late;
        _late = null;
        if (late != null)
        {
            _latePass!(late);
        }
    }
}
