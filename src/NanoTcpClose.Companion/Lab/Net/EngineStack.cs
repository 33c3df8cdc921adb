using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>The engine with its trace, in virtual time.</summary>
internal sealed class EngineStack : LabStack, ICloseEngineHost
{
    private const int TraceBytes = 1 << 20;
    private readonly Queue<LabSegment> _sent = new();
    private readonly Dictionary<int, string> _errors = [];
    private readonly HashSet<(int Handle, CloseEvent What)> _told = [];
    private readonly byte[] _buffer = new byte[65536];
    private readonly TraceRing? _trace;
    private readonly VirtualClock _clock;
    private readonly bool _closeAtEnd;

    internal EngineStack(CloseEngineOptions options, uint address, VirtualClock clock, bool traced, bool closeAtEnd)
        : base(address, clock)
    {
        _clock = clock;
        _closeAtEnd = closeAtEnd;
        _trace = traced ? new TraceRing(TraceBytes) : null;
        _trace?.Hello(new TraceIdentity { BootId = 1, TimeWaitMs = (uint)options.MslMs * 2 }, 0);
        Engine = new CloseEngine(options, address, this, _trace, clock.NowUs);
        clock.Serve(Engine);
    }

    internal CloseEngine Engine { get; }

    /// <summary>What the application does when there is something new to read; null for nothing.</summary>
    internal Action<int>? DataArrived { get; set; }

    /// <summary>When the oldest packet on the link was sent; the end of time when there is none.</summary>
    internal long HeadUs => _sent.Count == 0 ? long.MaxValue : _sent.Peek().AtUs;

    /// <summary>How often an event was raised, by kind.</summary>
    internal Dictionary<CloseEvent, int> Events { get; } = [];

    public bool Transmit(byte[] datagram, int length)
    {
        _sent.Enqueue(new LabSegment(datagram[..length], _clock.NowUs));
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        Events[what] = Events.GetValueOrDefault(what) + 1;
        _told.Add((handle, what));
        if (what is CloseEvent.ResetByPeer or CloseEvent.TimedOut)
        {
            _errors[handle] = what == CloseEvent.ResetByPeer ? "reset" : "timed out";
        }

        bool ended = what == CloseEvent.DataArrived && _closeAtEnd && Engine.StateOf(handle) == TcpState.CloseWait;
        if (ended)
        {
            Engine.Close(handle, _clock.NowUs);
        }

        if (what == CloseEvent.DataArrived)
        {
            DataArrived?.Invoke(handle);
        }
    }

    internal bool WasTold(int handle, CloseEvent what)
    {
        return _told.Contains((handle, what));
    }

    /// <summary>What a board would have logged of a connection.</summary>
    internal ConnectionModel Log(int handle)
    {
        BoardLog log = new();
        LogReader reader = new(e => log.Accept(e));
        reader.Feed(Drain(), DateTimeOffset.UnixEpoch);
        reader.End();
        return log.Connections.First(c => c.Serial == Engine.SerialOf(handle));
    }

    internal override void Listen(int port)
    {
        Engine.Listen(port);
    }

    internal override int Connect(uint remote, int remotePort, int localPort)
    {
        return Engine.Connect(remote, remotePort, localPort, _clock.NowUs);
    }

    internal override int Accept(int port)
    {
        int handle = Engine.Accept(port);
        return handle > 0 ? handle : throw new LabException("the engine accepted no connection");
    }

    internal override void Close(int handle)
    {
        Engine.Close(handle, _clock.NowUs);
    }

    internal override void ShutdownWrite(int handle)
    {
        Engine.ShutdownWrite(handle, _clock.NowUs);
    }

    internal override void Send(int handle, byte[] data)
    {
        int taken = Engine.Send(handle, data, 0, data.Length, _clock.NowUs);
        if (taken != data.Length)
        {
            throw new LabException($"the engine took {taken} of {data.Length} bytes");
        }
    }

    internal override byte[] Read(int handle)
    {
        using MemoryStream all = new();
        int got;
        while ((got = Engine.Receive(handle, _buffer, 0, _buffer.Length, _clock.NowUs)) > 0)
        {
            all.Write(_buffer, 0, got);
        }

        return all.ToArray();
    }

    internal override TcpState State(int handle)
    {
        return Engine.StateOf(handle);
    }

    internal override string Error(int handle)
    {
        return _errors.GetValueOrDefault(handle, "none");
    }

    internal override double TimerMs(int handle)
    {
        return State(handle) == TcpState.TimeWait ? Engine.TimeWaitNextMs(_clock.NowUs)
            : Engine.NextDeadline == long.MaxValue ? -1
            : (Engine.NextDeadline - _clock.NowUs) / 1000.0;
    }

    internal override LabSegment? Take(double waitMs)
    {
        long end = _clock.NowUs + (long)(waitMs * 1000);
        while (_sent.Count == 0 && _clock.Next() <= end)
        {
            _clock.Step();
        }

        if (_sent.Count == 0)
        {
            _clock.WaitUntil(end);
        }

        return _sent.Count == 0 ? null : _sent.Dequeue();
    }

    internal override void Put(byte[] packet)
    {
        Engine.SegmentArrives(packet, 0, packet.Length, _clock.NowUs);
    }

    private byte[] Drain()
    {
        using MemoryStream bytes = new();
        byte[] output = new byte[4096];
        int length;
        while ((length = _trace!.Drain(output, output.Length, false)) > 0)
        {
            bytes.Write(output, 0, length);
        }

        return bytes.ToArray();
    }
}
