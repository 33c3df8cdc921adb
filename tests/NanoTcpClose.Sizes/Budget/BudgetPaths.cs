// Invariant: real engines, real packets, public calls only. Each path asserts the state that it must have led to, so that no
// number is that of a dropped segment.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.Sizes.Budget;

/// <summary>The paths whose cost is budgeted: two engines that close in every way, tapped at each step.</summary>
public sealed class BudgetPaths : ICloseEngineHost
{
    private const uint ClientAddress = 0xC0000201;
    private const uint ServerAddress = 0xC6336401;
    private const int Port = 80;

    private readonly Queue<byte[]> _link = new();
    private readonly TraceRing _trace = new(65536);
    private readonly Action<string> _before;
    private readonly Action<string> _after;
    private readonly CloseEngine _client;
    private readonly CloseEngine _server;
    private long _now = 1_000_000;
    private int _clientHandle;
    private int _serverHandle;
    private bool _closeAtOnce;

    private BudgetPaths(Action<string> before, Action<string> after)
    {
        _before = before;
        _after = after;
        CloseEngineOptions options = new() { ChallengeTotal = 1000, ChallengeBudget = 100 };
        _client = new CloseEngine(options, ClientAddress, this, _trace, _now);
        _server = new CloseEngine(options, ServerAddress, this, _trace, _now);
        _server.Listen(Port);
    }

    /// <summary>Plays all paths; <paramref name="before"/> and <paramref name="after"/> stand around each measured step.</summary>
    public static void Play(Action<string> before, Action<string> after)
    {
        new BudgetPaths(before, after).FourSegments();
        new BudgetPaths(before, after).ThreeSegments();
        new BudgetPaths(before, after).Simultaneous();
        new BudgetPaths(before, after).Timers();
        new BudgetPaths(before, after).Records();
        new BudgetPaths(before, after).Parts();
    }

    public bool Transmit(byte[] datagram, int length)
    {
        _link.Enqueue(datagram[..length]);
        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        if (_closeAtOnce && what == CloseEvent.DataArrived && handle == _serverHandle)
        {
            _server.Close(handle, _now);
        }
    }

    private void FourSegments()
    {
        Open();
        Step("close call in ESTABLISHED", () => _client.Close(_clientHandle, _now), TcpState.FinWait1, TcpState.Established);
        Segment("FIN in ESTABLISHED", _server, TcpState.FinWait1, TcpState.CloseWait);
        Segment("ACK of the FIN in FIN-WAIT-1", _client, TcpState.FinWait2, TcpState.CloseWait);
        Step("close call in CLOSE-WAIT", () => _server.Close(_serverHandle, _now), TcpState.FinWait2, TcpState.LastAck);
        byte[] fin = _link.Peek();
        Segment("FIN in FIN-WAIT-2", _client, TcpState.TimeWait, TcpState.LastAck);
        Segment("ACK of the FIN in LAST-ACK", _server, TcpState.TimeWait, TcpState.Closed);
        _link.Enqueue(fin);
        Segment("FIN again in TIME-WAIT", _client, TcpState.TimeWait, TcpState.Closed);
        _link.Clear();
    }

    private void ThreeSegments()
    {
        Open();
        _client.Close(_clientHandle, _now);
        _closeAtOnce = true;
        Segment("FIN in ESTABLISHED, closed from the event", _server, TcpState.FinWait1, TcpState.LastAck);
        Segment("FIN and ACK in FIN-WAIT-1", _client, TcpState.TimeWait, TcpState.LastAck);
    }

    private void Simultaneous()
    {
        Open();
        _client.Close(_clientHandle, _now);
        _server.Close(_serverHandle, _now);
        byte[] clientFin = _link.Dequeue();
        Segment("FIN in FIN-WAIT-1 (crossed)", _client, TcpState.Closing, TcpState.FinWait1);
        byte[] acknowledgement = _link.Dequeue();
        _server.SegmentArrives(clientFin, 0, clientFin.Length, _now);
        Segment("ACK of the FIN in CLOSING", _client, TcpState.TimeWait, TcpState.Closing);
        _server.SegmentArrives(acknowledgement, 0, acknowledgement.Length, _now);
    }

    private void Timers()
    {
        Open();
        Step("advance, nothing due", () => _client.Advance(_now), TcpState.Established, TcpState.Established);
        _client.Close(_clientHandle, _now);
        byte[] fin = _link.Dequeue();
        _now = _client.NextDeadline;
        Step("FIN retransmitted", () => _client.Advance(_now), TcpState.FinWait1, TcpState.Established);
        _link.Clear();
        _link.Enqueue(fin);
        Carry();
        _server.Close(_serverHandle, _now);
        Carry();
        _now += 120_000_000;
        Step("TIME-WAIT expires", () => _client.Advance(_now), TcpState.Closed, TcpState.Closed);
    }

    private void Records()
    {
        byte[] line = new byte[256];
        Measure("trace: transition written to the ring", () => _trace.Transition(1, 5, 6, 4, 0, 12345));
        Measure("trace: transition to a binary frame", () => _trace.Drain(line, 256, false));
        _trace.Transition(1, 5, 6, 4, 0, 12345);
        Measure("trace: transition to a text line", () => _trace.Drain(line, 256, true));
        Measure("trace: segment written to the ring", () => _trace.Segment(1, true, 0x11, 1, 1, 0, 1024, 12345));
    }

    private void Parts()
    {
        byte[] packet = new byte[64];
        SegmentHeader header = new()
        {
            Source = ClientAddress,
            Destination = ServerAddress,
            SourcePort = 5000,
            DestinationPort = Port,
            Seq = 10000,
            Ack = 50000,
            Flags = TcpFlags.Fin | TcpFlags.Ack,
            Window = 1024,
        };
        Measure("codec: 40-byte segment built", () => SegmentCodec.Build(packet, header, 1));
        SegmentHeader read = new();
        Measure("codec: 40-byte segment parsed", () => SegmentCodec.Parse(packet, 0, 40, read, true));
        _link.Enqueue(packet[..40]);
        byte[] stray = _link.Dequeue();
        Measure("segment without a connection, answered by RST", () => _server.SegmentArrives(stray, 0, 40, _now));
        if (_link.Count != 1)
        {
            throw new InvalidOperationException("the stray segment was not answered");
        }
    }

    private void Open()
    {
        _clientHandle = _client.Connect(ServerAddress, Port, 5000, _now);
        Carry();
        _serverHandle = _server.Accept(Port);
        Expect("open", TcpState.Established, TcpState.Established);
    }

    private void Segment(string name, CloseEngine to, TcpState client, TcpState server)
    {
        byte[] packet = _link.Dequeue();
        Step(name, () => to.SegmentArrives(packet, 0, packet.Length, _now), client, server);
    }

    private void Step(string name, Action action, TcpState client, TcpState server)
    {
        Measure(name, action);
        Expect(name, client, server);
    }

    private void Measure(string name, Action action)
    {
        // Time goes on between two calls, as it does on a board.
        _now += 500;
        _before(name);
        action();
        _after(name);
    }

    private void Expect(string name, TcpState client, TcpState server)
    {
        TcpState a = _client.StateOf(_clientHandle);
        TcpState b = _server.StateOf(_serverHandle);
        if (a != client || b != server)
        {
            throw new InvalidOperationException($"{name}: led to {a} and {b} instead of {client} and {server}");
        }
    }

    private void Carry()
    {
        while (_link.TryDequeue(out byte[]? packet))
        {
            _client.SegmentArrives(packet, 0, packet.Length, _now);
            _server.SegmentArrives(packet, 0, packet.Length, _now);
        }
    }
}
