using System;
using System.Threading;
using NanoTcpClose.App;

namespace NanoTcpClose.KernelTests;

/// <summary>Drops, doubles and swaps packets of both directions, by a seeded generator.</summary>
internal sealed class FaultyLink : IPacketLink
{
    private const double DropShare = 0.04;
    private const double DoubleShare = 0.04;
    private const double SwapShare = 0.04;

    private readonly object _sendGate = new object();
    private readonly IPacketLink _inner;
    private readonly Random _out;
    private readonly Random _in;
    private byte[]? _late;
    private byte[]? _next;
    private int _faults;

    internal FaultyLink(IPacketLink inner, int seed)
    {
        _inner = inner;
        _out = new Random(seed);
        _in = new Random(~seed);
    }

    internal int Faults => _faults;

    public bool Send(byte[] datagram, int length)
    {
        lock (_sendGate)
        {
            double dice = _out.NextDouble();
            if (dice < DropShare)
            {
                Count();
                return true;
            }

            if (dice < DropShare + SwapShare && _late == null)
            {
                // It goes out behind the next one; should none follow, that is a loss, and the engine sends again.
                Count();
                _late = datagram.AsSpan(0, length).ToArray();
                return true;
            }

            bool sent = _inner.Send(datagram, length);
            if (dice > 1 - DoubleShare)
            {
                Count();
                _inner.Send(datagram, length);
            }

            byte[]? late = _late;
            _late = null;
            return late == null ? sent : sent & _inner.Send(late, late.Length);
        }
    }

    /// <summary>Called by the one receive thread alone.</summary>
    public int Receive(byte[] buffer, int timeoutMs)
    {
        if (_next != null)
        {
            byte[] next = _next;
            _next = null;
            next.CopyTo(buffer, 0);
            return next.Length;
        }

        int length = _inner.Receive(buffer, timeoutMs);
        if (length <= 0)
        {
            return length;
        }

        double dice = _in.NextDouble();
        if (dice < DropShare)
        {
            Count();
            return 0;
        }

        if (dice > 1 - DoubleShare)
        {
            Count();
            _next = buffer.AsSpan(0, length).ToArray();
        }
        else if (dice < DropShare + SwapShare)
        {
            return Swapped(buffer, length);
        }

        return length;
    }

    private int Swapped(byte[] buffer, int length)
    {
        byte[] first = buffer.AsSpan(0, length).ToArray();
        int second = _inner.Receive(buffer, 1);
        if (second <= 0)
        {
            first.CopyTo(buffer, 0);
            return length;
        }

        Count();
        _next = first;
        return second;
    }

    private void Count()
    {
        Interlocked.Increment(ref _faults);
    }
}
