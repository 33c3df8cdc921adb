using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Tests.Docs;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Walks all states x events on the real engine; the outcome of each pair is a golden table in docs.</summary>
public sealed class EveryStateEveryEventTests
{
    private static readonly string[] s_events =
    [
        "close", "abort", "shutdown-write", "ACK", "ACK of FIN", "FIN", "FIN, ACK of FIN", "data", "RST exact", "RST in window",
        "SYN", "SYN newer", "no ACK bit", "60 s", "200 s",
    ];

    [Fact]
    public void EveryPair_HasTheOutcomeOfTheTable()
    {
        StringBuilder text = new();
        text.Append("# Every state, every event\n\n");
        text.Append("Made by walking the real engine through all pairs; a test holds this page equal. A cell is what the engine sends\n");
        text.Append("(`-` nothing) and the state after it. The connection was closed both ways where its state says so; `half` rows were\n");
        text.Append("closed by shutdown-write. Default policies, a listener on the port.\n\n| state |");
        foreach (string name in s_events)
        {
            text.Append($" {name} |");
        }

        text.Append("\n|---|").Insert(text.Length, "---|", s_events.Length).Append('\n');
        for (int state = 3; state <= 11; state++)
        {
            Row(text, (TcpState)state, false);
        }

        Row(text, TcpState.FinWait1, true);
        Row(text, TcpState.FinWait2, true);
        RepositoryFile.MustEqual("docs/states-and-events.md", text.ToString());
    }

    private static void Row(StringBuilder text, TcpState state, bool half)
    {
        text.Append($"| {TraceNames.State(state)}{(half ? " half" : "")} |");
        foreach (string name in s_events)
        {
            text.Append($" {Outcome(state, half, name)} |");
        }

        text.Append('\n');
    }

    private static string Outcome(TcpState state, bool half, string name)
    {
        Wire wire = new();
        CloseEngine engine = new(new CloseEngineOptions { FixedIsn = true }, Pair.AddressA, wire, null, 1_000_000);
        List<string> illegal = [];
        engine.Transitioned = (_, from, to, cause) =>
        {
            if (!TransitionTable.IsLegal(from, to, cause))
            {
                illegal.Add($"{from}>{to} {cause}");
            }
        };
        engine.Listen(5000);
        EngineFixture fixture = new()
        {
            State = state,
            HalfClosed = half,
            RemoteAddress = Pair.AddressB,
            RemotePort = 7001,
            LocalPort = 5000,
        };
        int handle = engine.Place(fixture, 1_000_000);
        uint n = engine.SndNxt(handle);
        uint r = engine.RcvNxt(handle);
        Apply(engine, handle, name, n, r);
        Assert.Empty(illegal);
        Assert.Equal(0u, engine.Counters[(int)EngineCounter.Faults]);
        StringBuilder sent = new();
        foreach (byte[] packet in wire.Sent)
        {
            sent.Append(sent.Length == 0 ? "" : " + ").Append(Pair.Describe(packet, 0, 0).Split(' ')[0]);
        }

        int found = engine.Find(Pair.AddressB, 7001, 5000);
        string after = found == 0 ? "CLOSED" : TraceNames.State(engine.StateOf(found));
        return $"{(sent.Length == 0 ? "-" : sent)} {after}";
    }

    private static void Apply(CloseEngine engine, int handle, string name, uint n, uint r)
    {
        const long Now = 1_000_000;
        switch (name)
        {
            case "close":
                engine.Close(handle, Now);
                break;
            case "abort":
                engine.Abort(handle, Now);
                break;
            case "shutdown-write":
                engine.ShutdownWrite(handle, Now);
                break;
            case "60 s":
            case "200 s":
                engine.Advance(Now + (long.Parse(name.Split(' ')[0]) * 1_000_000));
                break;
            default:
                (int flags, uint seq, uint ack, int length) = Segment(name, n, r);
                Arrive(engine, flags, seq, ack, length);
                break;
        }
    }

    private static (int Flags, uint Seq, uint Ack, int Length) Segment(string name, uint n, uint r) => name switch
    {
        "ACK" => (TcpFlags.Ack, r, n - 1, 0),
        "ACK of FIN" => (TcpFlags.Ack, r, n, 0),
        "FIN" => (TcpFlags.Fin | TcpFlags.Ack, r, n - 1, 0),
        "FIN, ACK of FIN" => (TcpFlags.Fin | TcpFlags.Ack, r, n, 0),
        "data" => (TcpFlags.Ack, r, n, 10),
        "RST exact" => (TcpFlags.Rst, r, 0, 0),
        "RST in window" => (TcpFlags.Rst, r + 1, 0, 0),
        "SYN" => (TcpFlags.Syn, r - 1000, 0, 0),
        "SYN newer" => (TcpFlags.Syn, r + 1000, 0, 0),
        "no ACK bit" => (0, r, 0, 0),
        _ => throw new ArgumentException(name),
    };

    private static void Arrive(CloseEngine engine, int flags, uint seq, uint ack, int length)
    {
        byte[] packet = new byte[100];
        SegmentHeader header = new()
        {
            Source = Pair.AddressB,
            Destination = Pair.AddressA,
            SourcePort = 7001,
            DestinationPort = 5000,
            Flags = flags,
            Seq = seq,
            Ack = ack,
            Window = 65535,
            PayloadLength = length,
        };
        engine.SegmentArrives(packet, 0, SegmentCodec.Build(packet, header, 1), 1_000_000);
    }
}
