// Invariant: what the host allocates while the engine is inside a call is taken off again, so AllocatedBytes is the
// engine's own.

using System;
using System.Collections.Generic;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Run;

/// <summary>One engine with its link, its events and its connections.</summary>
internal sealed class Side : ICloseEngineHost
{
    private readonly List<(int Handle, CloseEvent What)> _events = new();
    private readonly Dictionary<int, int> _sent = new();
    private readonly SegmentHeader _header = new();
    private int _failures;
    private long _before;
    private long _hostBytes;

    public Side(string name, uint address, CloseEngineOptions options, int sendFails, long now)
    {
        Name = name;
        Address = address;
        _failures = sendFails;
        Engine = new CloseEngine(options, address, this, null!, now);
        Engine.EnableTracking();
        Engine.Transitioned = OnTransition;
    }

    public string Name { get; }

    public uint Address { get; }

    public CloseEngine Engine { get; }

    public List<Connection> Connections { get; } = new();

    /// <summary>Where segments go instead of to the queues of the connections; null without a pair.</summary>
    public Action<byte[]>? Link { get; set; }

    /// <summary>Segments of 4-tuples that no name means.</summary>
    public List<EmittedSegment> Strays { get; } = new();

    public long AllocatedBytes { get; set; }

    /// <summary>The first transition that the table does not have; null: none.</summary>
    public string? IllegalTransition { get; private set; }

    /// <summary>Before a call into the engine.</summary>
    public void Enter()
    {
        _hostBytes = 0;
        _before = GC.GetAllocatedBytesForCurrentThread();
    }

    /// <summary>After it: hands out events and takes over new handles.</summary>
    public void Leave(Connection? current)
    {
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - _before - _hostBytes;
        foreach (Connection connection in Connections)
        {
            connection.Refresh(Engine.Find(connection.RemoteAddress, connection.RemotePort, connection.LocalPort));
        }

        foreach ((int handle, CloseEvent what) in _events)
        {
            Connection? owner = handle == 0 ? current : Connections.Find(c => c.Had(handle));
            owner?.Raise(what);
        }

        _events.Clear();
        if (Engine.Counters[(int)EngineCounter.Faults] != 0)
        {
            throw new StepFailure("no failed assertion in the engine", "one");
        }
    }

    public int CountSent(int flags)
    {
        return _sent.GetValueOrDefault(flags);
    }

    public bool Transmit(byte[] datagram, int length)
    {
        if (_failures > 0)
        {
            _failures--;
            return false;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Take(datagram, length);
        _hostBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        _events.Add((handle, what));
        _hostBytes += GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void Take(byte[] datagram, int length)
    {
        ParseResult parsed = SegmentCodec.Parse(datagram, 0, length, _header, true);
        if (parsed != ParseResult.Ok)
        {
            throw new StepFailure("a well-formed segment from the engine", parsed.ToString());
        }

        EmittedSegment segment = EmittedSegment.From(_header);
        _sent[segment.Flags] = CountSent(segment.Flags) + 1;
        Connection? owner = Connections.Find(c => c.RemoteAddress == _header.Destination
            && c.RemotePort == _header.DestinationPort && c.LocalPort == _header.SourcePort);
        if (Link != null)
        {
            Link(datagram.AsSpan(0, length).ToArray());
        }

        if (owner == null)
        {
            Strays.Add(segment);
        }
        else
        {
            owner.Emitted.Enqueue(segment);
        }
    }

    private void OnTransition(int serial, TcpState from, TcpState to, TransitionCause cause)
    {
        if (!TransitionTable.IsLegal(from, to, cause))
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            IllegalTransition ??= $"{Name}: {Words.Of(Words.States, from)} to {Words.Of(Words.States, to)} by {Words.Of(Words.Causes, cause)}";
            _hostBytes += GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
