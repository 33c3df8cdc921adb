using System;
using System.Collections.Generic;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>
/// Every user call from every event, in every course of a connection: an event comes in the middle of the engine's work, and
/// what the engine goes on with must still be there. No fault, no exception, every slot and every count comes back.
/// </summary>
public sealed class CallsFromEventsTests
{
    private static readonly string[] s_courses =
        ["a closes", "b closes", "both close", "a shuts down, b closes", "a aborts", "b is silent", "a new one follows"];

    private static readonly string[] s_calls =
        ["close", "shutdown-write", "shutdown-read", "abort", "abort and connect", "send and close", "receive"];

    public static TheoryData<string, int, bool> Cases()
    {
        TheoryData<string, int, bool> cases = [];
        foreach (string call in s_calls)
        {
            foreach (int slots in new[] { 1, 16 })
            {
                cases.Add(call, slots, true);
                cases.Add(call, slots, false);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnyCall_FromAnyEvent_LeavesTheEngineInOrder(string call, int slots, bool timestamps)
    {
        List<string> wrong = [];
        int called = 0;
        foreach (string course in s_courses)
        {
            foreach (CloseEvent what in Enum.GetValues<CloseEvent>())
            {
                foreach (bool atA in new[] { true, false })
                {
                    Play play = new(what, call, atA, slots, timestamps);
                    string? finding = play.Run(course);
                    called += play.Called;
                    if (finding != null)
                    {
                        wrong.Add($"{course}, {call} from {what} at {(atA ? "a" : "b")}: {finding}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(called > 20, $"the call was made only {called} times");
    }

    [Fact]
    public void Close_FromTheEventOfAnActiveOpen_SendsOneFin()
    {
        Play play = new(CloseEvent.Established, "close", true, 16, false);

        Assert.Null(play.Run("b is silent"));
        Assert.Equal("SYN | FIN,ACK", play.FirstOfA);
    }

    /// <summary>Two engines on one line; one of them calls from its event.</summary>
    private sealed class Play
    {
        private readonly CloseEvent _what;
        private readonly string _call;
        private readonly Side _a;
        private readonly Side _b;
        private readonly int _slots;
        private long _now = 1_000_000;

        public Play(CloseEvent what, string call, bool atA, int slots, bool timestamps)
        {
            _what = what;
            _call = call;
            _slots = slots;
            _a = new Side(this, Pair.AddressA, atA, slots, timestamps);
            _b = new Side(this, Pair.AddressB, !atA, slots, timestamps);
        }

        public int Called { get; private set; }

        public string FirstOfA => string.Join(" | ", _a.Flags.GetRange(0, Math.Min(2, _a.Flags.Count)));

        public string? Run(string course)
        {
            try
            {
                Follow(course);
                return _a.Finding(_now) ?? _b.Finding(_now);
            }
            catch (Exception e) when (e is IndexOutOfRangeException or NullReferenceException or InvalidOperationException)
            {
                return e.ToString();
            }
        }

        private void Follow(string course)
        {
            _b.Engine.Listen(80);
            int client = _a.Engine.Connect(Pair.AddressB, 80, 5000, _now);
            Carry();
            int server = _b.Engine.Accept(80);
            _a.Engine.Send(client, new byte[10], 0, 10, _now);
            Carry();
            if (course is "a closes" or "both close" or "a new one follows" or "b is silent")
            {
                _a.Engine.Close(client, _now);
            }
            else if (course == "a shuts down, b closes")
            {
                _a.Engine.ShutdownWrite(client, _now);
            }
            else if (course == "a aborts")
            {
                _a.Engine.Abort(client, _now);
            }

            if (course is not ("a closes" or "a new one follows" or "a shuts down, b closes"))
            {
                Close(_b, server);
            }

            if (course != "b is silent")
            {
                Carry();
                Close(_b, server);
                Carry();
                _a.Engine.Close(client, _now);
                Carry();
            }

            if (course == "a new one follows")
            {
                Second();
            }
        }

        private void Second()
        {
            int client = _a.Engine.Connect(Pair.AddressB, 80, 5001, _now);
            Carry();
            int server = _b.Engine.Accept(80);
            _a.Engine.Close(client, _now);
            Carry();
            Close(_b, server);
            Carry();
        }

        private void Close(Side side, int handle)
        {
            side.Engine.Receive(handle, new byte[100], 0, 100, _now);
            side.Engine.Close(handle, _now);
        }

        private void Carry()
        {
            for (int k = 0; k < 200 && _a.Sent.Count + _b.Sent.Count > 0; k++)
            {
                _now += 100;
                Give(_a, _b);
                Give(_b, _a);
            }
        }

        private void Give(Side from, Side to)
        {
            if (from.Sent.TryDequeue(out byte[]? packet))
            {
                to.Engine.SegmentArrives(packet, 0, packet.Length, _now);
            }
        }

        private void Act(Side side, int handle)
        {
            Called++;
            CloseEngine engine = side.Engine;
            switch (_call)
            {
                case "close":
                    engine.Close(handle, _now);
                    break;
                case "shutdown-write":
                    engine.ShutdownWrite(handle, _now);
                    break;
                case "shutdown-read":
                    engine.ShutdownRead(handle, _now);
                    break;
                case "abort":
                    engine.Abort(handle, _now);
                    break;
                case "abort and connect":
                    engine.Abort(handle, _now);
                    engine.Connect(0xC0000205, 7, 0, _now);
                    break;
                case "send and close":
                    engine.Send(handle, new byte[5], 0, 5, _now);
                    engine.Close(handle, _now);
                    break;
                default:
                    engine.Receive(handle, new byte[100], 0, 100, _now);
                    break;
            }
        }

        /// <summary>One engine with its host.</summary>
        private sealed class Side : ICloseEngineHost
        {
            private readonly Play _play;
            private readonly bool _acts;

            public Side(Play play, uint address, bool acts, int slots, bool timestamps)
            {
                _play = play;
                _acts = acts;
                CloseEngineOptions options = new()
                {
                    Connections = slots,
                    TimeWaitEntries = 1,
                    Timestamps = timestamps,
                    CloseWaitAlarmMs = 1000,
                    LingerMs = 5000,
                };
                Engine = new CloseEngine(options, address, this, null, 1_000_000);
            }

            public CloseEngine Engine { get; }

            public Queue<byte[]> Sent { get; } = new();

            public List<string> Flags { get; } = [];

            public bool Transmit(byte[] datagram, int length)
            {
                Sent.Enqueue(datagram[..length]);
                Flags.Add(Pair.Describe(datagram[..length], 0, 0).Split(' ')[0]);
                return true;
            }

            public void OnEvent(int handle, CloseEvent what, int value)
            {
                // At most twice: a call that raises its own event again must end.
                if (_acts && what == _play._what && _play.Called < 2)
                {
                    _play.Act(this, handle);
                }
            }

            /// <summary>Ends what is left by time and says what is out of order; null: nothing.</summary>
            public string? Finding(long now)
            {
                for (int step = 0; step < 400; step++)
                {
                    now += 2_000_000;
                    Engine.Advance(now);
                }

                foreach (TcpState left in new[] { TcpState.Established, TcpState.CloseWait, TcpState.FinWait2 })
                {
                    EndAll(left, now);
                }

                uint[] counters = Engine.Counters;
                uint faults = counters[(int)EngineCounter.Faults];
                uint opened = counters[(int)EngineCounter.Opened];
                uint ended = counters[(int)EngineCounter.Ended];
                return faults != 0 ? $"{faults} faults"
                    : opened != ended ? $"{opened} opened, {ended} ended"
                    : Engine.FreeConnections != _play._slots ? $"{Engine.FreeConnections} of {_play._slots} slots came back"
                    : Engine.TimeWaitCount != 0 ? "an entry is left" : null;
            }

            /// <summary>A connection that nobody closed may live for ever; the test aborts it by its number.</summary>
            private void EndAll(TcpState state, long now)
            {
                for (int serial = 1; serial < 20 && Engine.CountInState(state) > 0; serial++)
                {
                    for (int slot = 0; slot < _play._slots; slot++)
                    {
                        Engine.Abort((serial << 15) | slot, now);
                    }
                }

                for (int serial = 1; serial < 20; serial++)
                {
                    for (int slot = 0; slot < _play._slots; slot++)
                    {
                        Engine.ShutdownRead((serial << 15) | slot, now);
                    }
                }
            }
        }
    }
}
