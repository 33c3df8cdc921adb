// Invariant: the order of packets that pass or are released is the order in which they came.

using System;
using System.Collections.Generic;
using NanoTcpClose.App;

namespace NanoTcpClose.VirtualBoard;

/// <summary>Stands between the engine and its link: drops chosen packets and holds back outgoing ones.</summary>
public sealed class PacketGate : IPacketLink
{
    private const int MaxHeld = 256;

    private readonly object _gate = new object();
    private readonly IPacketLink _inner;
    private readonly Queue<byte[]> _held = new Queue<byte[]>();
    private Func<SegmentHeader, bool>? _dropOut;
    private Func<SegmentHeader, bool>? _dropIn;
    private bool _holding;

    /// <summary>Initializes an open gate.</summary>
    public PacketGate(IPacketLink inner)
    {
        _inner = inner;
    }

    /// <summary>How many packets were dropped.</summary>
    public int Dropped { get; private set; }

    /// <summary>Drops outgoing packets for which the condition holds; null drops none.</summary>
    public void DropOutgoing(Func<SegmentHeader, bool>? condition)
    {
        lock (_gate)
        {
            _dropOut = condition;
        }
    }

    /// <summary>Drops incoming packets for which the condition holds; null drops none.</summary>
    public void DropIncoming(Func<SegmentHeader, bool>? condition)
    {
        lock (_gate)
        {
            _dropIn = condition;
        }
    }

    /// <summary>Keeps outgoing packets until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holding = true;
        }
    }

    /// <summary>Lets the held packets go, in order.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _holding = false;
            while (_held.Count > 0)
            {
                byte[] packet = _held.Dequeue();
                _inner.Send(packet, packet.Length);
            }
        }
    }

    /// <inheritdoc/>
    public bool Send(byte[] datagram, int length)
    {
        lock (_gate)
        {
            if (Matches(_dropOut, datagram, length))
            {
                Dropped++;
                return true;
            }

            if (!_holding)
            {
                return _inner.Send(datagram, length);
            }

            if (_held.Count >= MaxHeld)
            {
                return false;
            }

            _held.Enqueue(datagram.AsSpan(0, length).ToArray());
            return true;
        }
    }

    /// <inheritdoc/>
    public int Receive(byte[] buffer, int timeoutMs)
    {
        int length = _inner.Receive(buffer, timeoutMs);
        lock (_gate)
        {
            if (length <= 0 || !Matches(_dropIn, buffer, length))
            {
                return length;
            }

            Dropped++;
            return 0;
        }
    }

    private static bool Matches(Func<SegmentHeader, bool>? condition, byte[] packet, int length)
    {
        SegmentHeader header = new SegmentHeader();
        return condition != null && SegmentCodec.Parse(packet, 0, length, header, false) == ParseResult.Ok && condition(header);
    }
}
