// Invariant: every connection has users on both sides that close it in the end, whatever the faults did before.

using System;
using System.Collections.Generic;
using NanoTcpClose.Fuzz;
using NanoTcpClose.Soak.Net;

namespace NanoTcpClose.Soak.Closes;

/// <summary>Opens and closes until the number is reached, with faults of every kind in between.</summary>
internal sealed class ClosesRun
{
    public const int Slots = 64;

    private const uint LeftAddress = 0xC0000201;
    private const uint RightAddress = 0xC6336401;
    private const int RightPort = 80;
    private const long Second = 1_000_000;
    private const long TickUs = Second / 4;
    private const int FirstPort = 1024;
    private const int LastPort = 65000;
    private const int Samples = 100;
    private const long LongestUse = 60;
    private const double FaultShare = 0.002;

    private readonly long _target;
    private readonly FuzzRandom _random;
    private readonly VirtualNet _net;
    private readonly byte[] _buffer = new byte[2048];
    private int _port = FirstPort;
    private long _nextSample;

    public ClosesRun(long target, ulong seed)
    {
        _target = target;
        _random = new FuzzRandom(seed);
        _net = new VirtualNet(seed, 10 * Second) { Loss = 0.02, Doubling = 0.02, Reorder = 0.02 };
        Left = new NetNode(_net, Options(3), LeftAddress, true);
        Right = new NetNode(_net, Options(5), RightAddress, false);
        Right.Engine.Listen(RightPort);
        _net.Left = Left;
        _net.Right = Right;
        _net.Served = Serve;
    }

    public NetNode Left { get; }

    public NetNode Right { get; }

    public long Opens { get; private set; }

    public long Cuts { get; private set; }

    public long PeerReboots { get; private set; }

    public long BoardResets { get; private set; }

    public long Refusals { get; private set; }

    public List<(long Closes, long Bytes)> Memory { get; } = [];

    /// <summary>Highest memory of a half of the run.</summary>
    public long HighestMemory(bool second)
    {
        int from = second ? Memory.Count / 2 : 0;
        long highest = 0;
        for (int k = from; k < from + (Memory.Count / 2); k++)
        {
            highest = Math.Max(highest, Memory[k].Bytes);
        }

        return highest;
    }

    public long Carried => _net.Carried;

    public long Lost => _net.Lost;

    public double VirtualHours => _net.Now / 3.6e9;

    public void Run()
    {
        _net.At(_net.Now, Tick);
        _net.Run(long.MaxValue);
        Sample();
    }

    private static CloseEngineOptions Options(uint secret)
    {
        return new CloseEngineOptions
        {
            Connections = Slots,
            TimeWaitEntries = 512,
            ReceiveBuffer = 512,
            SendBuffer = 512,
            Secret0 = secret,
            Secret1 = secret * 77,
        };
    }

    private void Tick()
    {
        while (Opens < _target && Left.Engine.FreeConnections > 8)
        {
            if (!OpenOne())
            {
                break;
            }
        }

        if (_random.Fraction() < FaultShare)
        {
            Fault();
        }

        if (Opens >= _nextSample)
        {
            Sample();
        }

        if (Opens < _target)
        {
            _net.At(_net.Now + TickUs, Tick);
        }
    }

    private bool OpenOne()
    {
        _port = _port == LastPort ? FirstPort : _port + 1;
        int port = _port;
        if (Left.Engine.Connect(RightAddress, RightPort, port, Left.Clock(_net.Now)) <= 0)
        {
            return false;
        }

        Opens++;
        long start = _net.Now + (40_000 + _random.Below(100_000));
        Plan(port, start, _random.Below(10));

        // Whatever happened: in the end both users are done with it.
        foreach (long later in new[] { 240L, 700L, 1500L })
        {
            _net.At(start + (later * Second), () => Close(Left, port));
            _net.At(start + (later * Second), () => Close(Right, port));
        }

        return true;
    }

    private void Plan(int port, long start, int plan)
    {
        long apart = _random.Below(300_000);
        if (plan is 3 or 4 or 5 or 9)
        {
            _net.At(start, () =>
                Left.Engine.Send(Of(Left, port), _buffer, 0, 1 + _random.Below(500), Left.Clock(_net.Now)));
            _net.At(start, () =>
                Right.Engine.Send(Of(Right, port), _buffer, 0, 1 + _random.Below(500), Right.Clock(_net.Now)));
        }

        NetNode first = (plan & 1) == 0 ? Left : Right;
        NetNode second = first == Left ? Right : Left;
        switch (plan)
        {
            case 6:
                _net.At(start + apart, () => Close(Left, port));
                _net.At(start + apart, () => Close(Right, port));
                break;
            case 7:
                _net.At(start + apart, () => first.Engine.Abort(Of(first, port), first.Clock(_net.Now)));
                break;
            case 8 or 9:
                _net.At(start + apart, () => first.Engine.ShutdownWrite(Of(first, port), first.Clock(_net.Now)));
                _net.At(start + (2 * apart), () => Close(second, port));
                _net.At(start + (4 * apart), () => Close(first, port));
                break;
            default:
                _net.At(start + apart, () => Close(first, port));
                _net.At(start + (3 * apart), () => Close(second, port));
                break;
        }
    }

    private void Fault()
    {
        switch (_random.Below(9))
        {
            case 0 or 1:
                Cuts++;
                _net.Cut = true;
                _net.At(_net.Now + (_random.Below(200) * Second), () => _net.Cut = false);
                break;
            case 2:
                PeerReboots++;
                Right.Restart();
                Right.Engine.Listen(RightPort);
                break;
            case 3:
                BoardResets++;
                Left.Restart();
                break;
            case 4 or 5:
                Refusals++;
                (_random.OneIn(2) ? Left : Right).Refuse = 1 + _random.Below(100);
                break;
            case 6:
                Left.ClockAhead += _random.Below(3600) * Second;
                break;
            default:
                Left.Timers = (TimerFault)_random.Below(5);
                break;
        }
    }

    private void Serve()
    {
        Serve(Left);
        Serve(Right);
    }

    /// <summary>Both users read what comes, but for one connection in eight.</summary>
    private void Serve(NetNode node)
    {
        while (node.Events.TryDequeue(out (int Handle, CloseEvent What) told))
        {
            if (told.What == CloseEvent.DataArrived && (told.Handle & 7 << 15) != 0)
            {
                node.Engine.Receive(told.Handle, _buffer, 0, _buffer.Length, node.Clock(_net.Now));
            }
            else if (told.What is CloseEvent.CloseWaitLeak)
            {
                node.Engine.Close(told.Handle, node.Clock(_net.Now));
            }
            else if (told.What == CloseEvent.Established)
            {
                // The handle itself: the 4-tuple finds TIME-WAIT, but not what a slot keeps for a reader.
                int handle = told.Handle;
                _net.At(_net.Now + (LongestUse * Second), () => node.Engine.Close(handle, node.Clock(_net.Now)));
            }
        }
    }

    private void Close(NetNode node, int port)
    {
        int handle = Of(node, port);
        node.Engine.Close(handle, node.Clock(_net.Now));
    }

    private static int Of(NetNode node, int port)
    {
        return node.IsLeft ? node.Engine.Find(RightAddress, RightPort, port)
            : node.Engine.Find(LeftAddress, port, RightPort);
    }

    private void Sample()
    {
        _nextSample = Opens + (_target / Samples);
        Memory.Add((Opens, GC.GetTotalMemory(forceFullCollection: true)));
    }
}
