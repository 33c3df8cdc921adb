// Invariant: a peer reads all that arrives at once and compares it with what the other one sent.

using System;
using System.Collections.Generic;
using Xunit;

namespace NanoTcpClose.Tests.Simulation;

/// <summary>One engine, its user, and what came of its close.</summary>
internal sealed class SimulatedPeer : ICloseEngineHost
{
    private readonly byte[] _buffer = new byte[8192];
    private readonly bool _closesInEvent;
    private long _now;

    public SimulatedPeer(uint address, SimulationRun run, uint isn, bool closesInEvent, long now)
    {
        _closesInEvent = closesInEvent;
        var options = new CloseEngineOptions
        {
            FixedIsn = true,
            Isn = isn,
            ReceiveBuffer = run.Window,
            SendBuffer = 8192,
            Connections = 2,
            TimeWaitEntries = 2,
        };
        Engine = new CloseEngine(options, address, this, null!, now);
        Engine.Transitioned = (_, from, to, cause) =>
        {
            Assert.True(TransitionTable.IsLegal(from, to, cause), $"{from} to {to} by {cause}");
            Causes.Add(cause);
        };
    }

    public CloseEngine Engine { get; }

    public List<byte[]> Sent { get; } = [];

    public List<TransitionCause> Causes { get; } = [];

    public int Handle { get; set; }

    public int Offered { get; private set; }

    public int Received { get; private set; }

    public bool SawEnd { get; private set; }

    public bool IsOver => Engine.StateOf(Handle) is TcpState.Closed or TcpState.TimeWait;

    public uint Retransmissions => Engine.Counters[(int)EngineCounter.Retransmissions];

    public void Send(int count, long now)
    {
        byte[] data = new byte[count];
        for (int k = 0; k < count; k++)
        {
            data[k] = Pattern(Offered + k);
        }

        int taken = Engine.Send(Handle, data, 0, count, now);
        Offered += Math.Max(0, taken);
    }

    public void Read(long now)
    {
        _now = now;
        int count;
        while ((count = Engine.Receive(Handle, _buffer, 0, _buffer.Length, now)) > 0)
        {
            for (int k = 0; k < count; k++)
            {
                Assert.Equal(Pattern(Received + k), _buffer[k]);
            }

            Received += count;
        }

        if (count == (int)CallResult.EndOfData)
        {
            SawEnd = true;
        }
    }

    public bool Transmit(byte[] datagram, int length)
    {
        Sent.Add(datagram.AsSpan(0, length).ToArray());
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        if (what == CloseEvent.DataArrived && _closesInEvent && handle == Handle)
        {
            Read(_now);
            if (SawEnd)
            {
                Engine.Close(handle, _now);
            }
        }
    }

    public void Arrives(byte[] datagram, long now)
    {
        _now = now;
        Engine.SegmentArrives(datagram, 0, datagram.Length, now);
    }

    private static byte Pattern(int at)
    {
        return (byte)((at * 7) + (at >> 8));
    }
}
