using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Decode;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>
/// Two engines with an ESTABLISHED connection between them. Segments move only when the test moves them, and every comparison
/// is of the whole connection on both sides.
/// </summary>
internal sealed class Pair
{
    public const uint AddressA = 0xC0000201;
    public const uint AddressB = 0xC6336401;

    private readonly byte[] _buffer = new byte[4096];

    public Pair(Action<CloseEngineOptions>? configure = null)
    {
        A = Make(AddressA, WireA, 10000, configure);
        B = Make(AddressB, WireB, 50000, configure);
        B.Listen(80);
        HandleA = A.Connect(AddressB, 80, 5000, Now);
        MoveAll();
        HandleB = B.Accept(80);
        Assert.True(HandleA > 0 && HandleB > 0);
        Say("-> ESTABLISHED; -> ESTABLISHED");
    }

    public CloseEngine A { get; }

    public CloseEngine B { get; }

    public Wire WireA { get; } = new();

    public Wire WireB { get; } = new();

    public int HandleA { get; private set; }

    public int HandleB { get; private set; }

    public long Now { get; set; } = 1_000_000;

    /// <summary>Steps so far, one line each, for the message of a failed comparison.</summary>
    public List<string> Story { get; } = [];

    /// <summary>Moves the oldest segment of a to b; returns it in words.</summary>
    public string AtoB() => Move(WireA, B, AddressA);

    /// <summary>Moves the oldest segment of b to a; returns it in words.</summary>
    public string BtoA() => Move(WireB, A, AddressB);

    /// <summary>Moves everything until both wires are silent.</summary>
    public void MoveAll()
    {
        for (int k = 0; k < 100 && WireA.Sent.Count + WireB.Sent.Count > 0; k++)
        {
            if (WireA.Sent.Count > 0)
            {
                AtoB();
            }

            if (WireB.Sent.Count > 0)
            {
                BtoA();
            }
        }
    }

    public void After(long milliseconds)
    {
        Now += milliseconds * 1000;
        A.Advance(Now);
        B.Advance(Now);
        Say($"after {milliseconds} ms");
    }

    public void Call(string what, int result, CallResult expected = CallResult.Ok)
    {
        Say(what);
        Assert.Equal(expected, (CallResult)result);
    }

    /// <summary>Compares both whole connections: state una nxt rcv wnd unread, relative to the initial numbers.</summary>
    public void Expect(string a, string b)
    {
        Assert.Equal($"a: {a} | b: {b}", $"a: {Whole(A, HandleA, 10000, 50000)} | b: {Whole(B, HandleB, 50000, 10000)}");
    }

    public int Read(CloseEngine engine, int handle, int count = 4096) => engine.Receive(handle, _buffer, 0, count, Now);

    public int Write(CloseEngine engine, int handle, int count) => engine.Send(handle, _buffer, 0, count, Now);

    public static string Describe(byte[] packet, uint issFrom, uint issTo)
    {
        SegmentHeader h = new();
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(packet, 0, packet.Length, h, true));
        StringBuilder flags = new();
        string[] names = ["FIN", "SYN", "RST", "PSH", "ACK"];
        for (int k = 0; k < 5; k++)
        {
            if (k != 3 && (h.Flags >> k & 1) != 0)
            {
                flags.Append(flags.Length == 0 ? "" : ",").Append(names[k]);
            }
        }

        string ack = (h.Flags & TcpFlags.Ack) != 0 ? $" ack={h.Ack - issTo}" : "";
        return $"{flags} seq={h.Seq - issFrom}{ack}{(h.PayloadLength > 0 ? $" len={h.PayloadLength}" : "")}";
    }

    private static CloseEngine Make(uint address, Wire wire, uint isn, Action<CloseEngineOptions>? configure)
    {
        CloseEngineOptions options = new() { FixedIsn = true, Isn = isn };
        configure?.Invoke(options);
        CloseEngine engine = new(options, address, wire, null, 1_000_000);
        engine.EnableTracking();
        return engine;
    }

    private static string Whole(CloseEngine engine, int handle, uint own, uint peer)
    {
        TcpState state = engine.StateOf(handle);
        return state == TcpState.Closed
            ? $"CLOSED {TraceNames.Cause(engine.CauseOf(handle))}"
            : $"{TraceNames.State(state)} una={engine.SndUna(handle) - own} nxt={engine.SndNxt(handle) - own} "
                + $"rcv={engine.RcvNxt(handle) - peer} wnd={engine.RcvWnd(handle)} unread={engine.Unread(handle)}";
    }

    private string Move(Wire from, CloseEngine to, uint sender)
    {
        byte[] packet = from.Sent.Dequeue();
        string words = sender == AddressA ? Describe(packet, 10000, 50000) : Describe(packet, 50000, 10000);
        to.SegmentArrives(packet, 0, packet.Length, Now);
        Say($"{(sender == AddressA ? "a>b" : "b>a")} {words}");
        return words;
    }

    private void Say(string what)
    {
        Story.Add(what);
    }
}
