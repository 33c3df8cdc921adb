// Invariant: what enters one side leaves the other in the same order unless the rule says otherwise; a held packet is
// kept until it is released. The rule is asked under the lock of its direction alone.

using System;
using System.Collections.Generic;
using System.Threading;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>
/// Two Linux kernels' worth of TCP in this process: a namespace for the board, one for its peer, a TUN device in
/// each, and a wire between them that can lose, repeat, reorder and hold packets. Needs root.
/// </summary>
public sealed class KernelWire : IDisposable
{
    /// <summary>The network 192.0.2.0/24, set aside for documentation (RFC 5737).</summary>
    public const uint Network = 0xC0000200;

    private const uint Mask = 0xFFFFFF00;
    private const int PacketBytes = 65536;
    private const int PollMs = 100;
    private const int JoinMs = 3000;

    private readonly TunDevice _boardSide;
    private readonly TunDevice _peerSide;
    private readonly Thread[] _pumps;
    private readonly object _gate = new object();
    private readonly List<(TunDevice To, byte[] Packet)> _held = new List<(TunDevice, byte[])>();
    private Func<bool, SegmentHeader, WireFate>? _rule;
    private volatile bool _ended;

    /// <summary>Makes both namespaces and starts to carry packets.</summary>
    /// <param name="network">A /24 network; the board gets its first address, the peer its second.</param>
    /// <exception cref="InvalidOperationException">Not permitted here; the message says what is missing.</exception>
    public KernelWire(uint network = Network)
    {
        BoardAddress = network + 1;
        PeerAddress = network + 2;
        Board = new NetworkNamespace();
        try
        {
            Peer = new NetworkNamespace();
            _boardSide = TunDevice.Create(Board, "ntc0", BoardAddress, Mask);
            _peerSide = TunDevice.Create(Peer, "ntc0", PeerAddress, Mask);
        }
        catch
        {
            _boardSide?.Dispose();
            Peer?.Dispose();
            Board.Dispose();
            throw;
        }

        _pumps = new[] { Pump(_boardSide, _peerSide, true), Pump(_peerSide, _boardSide, false) };
    }

    /// <summary>The board's address, first octet on top.</summary>
    public uint BoardAddress { get; }

    /// <summary>The peer's address, first octet on top.</summary>
    public uint PeerAddress { get; }

    /// <summary>Where the board's sockets are made.</summary>
    public NetworkNamespace Board { get; }

    /// <summary>Where the peer's sockets are made.</summary>
    public NetworkNamespace Peer { get; }

    /// <summary>How many packets did not simply pass.</summary>
    public int Harmed { get; private set; }

    /// <summary>
    /// Sets what happens to packets: asked with "from the board" and the headers; null lets all pass.
    /// </summary>
    public void Rule(Func<bool, SegmentHeader, WireFate>? rule)
    {
        lock (_gate)
        {
            _rule = rule;
        }
    }

    /// <summary>Lets held packets go, in the order in which they came.</summary>
    /// <param name="which">Those that go; null for all.</param>
    public void Release(Func<SegmentHeader, bool>? which = null)
    {
        lock (_gate)
        {
            SegmentHeader header = new SegmentHeader();
            for (int k = 0; k < _held.Count;)
            {
                (TunDevice to, byte[] packet) = _held[k];
                bool parsed = SegmentCodec.Parse(packet, 0, packet.Length, header, false) == ParseResult.Ok;
                if (which != null && !(parsed && which(header)))
                {
                    k++;
                    continue;
                }

                _held.RemoveAt(k);
                to.Send(packet, packet.Length);
            }
        }
    }

    /// <summary>Ends the wire; the namespaces go with their last socket.</summary>
    public void Dispose()
    {
        _ended = true;
        foreach (Thread pump in _pumps)
        {
            pump.Join(JoinMs);
        }

        _boardSide.Dispose();
        _peerSide.Dispose();
        Board.Dispose();
        Peer.Dispose();
    }

    private Thread Pump(TunDevice from, TunDevice to, bool outbound)
    {
        Thread thread = new Thread(() => Carry(from, to, outbound)) { IsBackground = true, Name = "wire" };
        thread.Start();
        return thread;
    }

    private void Carry(TunDevice from, TunDevice to, bool outbound)
    {
        byte[] buffer = new byte[PacketBytes];
        SegmentHeader header = new SegmentHeader();
        byte[]? late = null;
        while (!_ended)
        {
            int length = from.Receive(buffer, late == null ? PollMs : 1);
            if (length > 0)
            {
                Deliver(to, outbound, buffer, length, header, ref late);
            }
            else if (late != null)
            {
                to.Send(late, late.Length);
                late = null;
            }
        }
    }

    private void Deliver(TunDevice to, bool outbound, byte[] buffer, int length, SegmentHeader header, ref byte[]? late)
    {
        WireFate fate = FateOf(to, outbound, buffer, length, header);
        if (fate == WireFate.Late && late == null)
        {
            late = buffer.AsSpan(0, length).ToArray();
            return;
        }

        int copies = fate is WireFate.Drop or WireFate.Hold ? 0 : fate == WireFate.Double ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
        {
            to.Send(buffer, length);
        }

        if (late != null)
        {
            to.Send(late, late.Length);
            late = null;
        }
    }

    private WireFate FateOf(TunDevice to, bool outbound, byte[] buffer, int length, SegmentHeader header)
    {
        lock (_gate)
        {
            if (_rule == null || SegmentCodec.Parse(buffer, 0, length, header, false) != ParseResult.Ok)
            {
                return WireFate.Pass;
            }

            WireFate fate = _rule(outbound, header);
            Harmed += fate == WireFate.Pass ? 0 : 1;
            if (fate == WireFate.Hold)
            {
                _held.Add((to, buffer.AsSpan(0, length).ToArray()));
            }

            return fate;
        }
    }
}
