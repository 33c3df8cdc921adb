using System;
using System.Collections.Generic;

namespace NanoTcpClose.Soak.Net;

/// <summary>
/// One end of the virtual network: an engine with its clock, its link, and the account of its connections.
/// </summary>
internal sealed class NetNode : ICloseEngineHost
{
    private readonly VirtualNet _net;
    private readonly CloseEngineOptions _options;

    public NetNode(VirtualNet net, CloseEngineOptions options, uint address, bool left)
    {
        _net = net;
        _options = options;
        Address = address;
        IsLeft = left;
        Engine = new CloseEngine(options, address, this, Trace, Clock(net.Now));
        Engine.Transitioned = Count;
    }

    public CloseEngine Engine { get; private set; }

    public TraceRing? Trace { get; init; }

    public uint Address { get; }

    public bool IsLeft { get; }

    /// <summary>What this end's clock is ahead of the true time, in microseconds.</summary>
    public long ClockAhead { get; set; }

    /// <summary>Segments that the link will refuse.</summary>
    public int Refuse { get; set; }

    /// <summary>How timer signals come.</summary>
    public TimerFault Timers { get; set; }

    /// <summary>Connections that began in all lives of this end.</summary>
    public long Opened { get; private set; }

    /// <summary>Connections by the cause that ended them.</summary>
    public long[] EndedBy { get; } = new long[32];

    /// <summary>Connections that a reset of the board took along.</summary>
    public long LostWithTheBoard { get; private set; }

    public int Illegal { get; private set; }

    /// <summary>The states entered, for the table of one connection; null when nobody asks.</summary>
    public List<TcpState>? Path { get; set; }

    /// <summary>Told of events, after the engine is done with the call.</summary>
    public Queue<(int Handle, CloseEvent What)> Events { get; } = new();

    public long Ended
    {
        get
        {
            long sum = 0;
            foreach (long count in EndedBy)
            {
                sum += count;
            }

            return sum;
        }
    }

    public long Living
    {
        get
        {
            long living = 0;
            for (TcpState state = TcpState.SynSent; state <= TcpState.TimeWait; state++)
            {
                living += Engine.CountInState(state);
            }

            return living;
        }
    }

    /// <summary>This end's own time.</summary>
    public long Clock(long trueTime)
    {
        return Math.Max(0, trueTime + ClockAhead);
    }

    /// <summary>The board loses power and begins a new life without connections.</summary>
    public void Restart()
    {
        LostWithTheBoard += Living;
        _options.Secret0 += 0x9E3779B9;
        _options.Secret1 ^= 0x7F4A7C15;
        ClockAhead = -_net.Now;
        Engine = new CloseEngine(_options, Address, this, Trace, Clock(_net.Now));
        Engine.Transitioned = Count;
        Events.Clear();
    }

    public bool Transmit(byte[] datagram, int length)
    {
        if (Refuse > 0)
        {
            Refuse--;
            return false;
        }

        _net.Carry(this, datagram, length);
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        Events.Enqueue((handle, what));
    }

    private void Count(int serial, TcpState from, TcpState to, TransitionCause cause)
    {
        Illegal += TransitionTable.IsLegal(from, to, cause) ? 0 : 1;
        Opened += from is TcpState.Closed or TcpState.Listen ? 1 : 0;
        Path?.Add(to);
        if (to == TcpState.Closed)
        {
            EndedBy[(int)cause]++;
        }
    }
}
