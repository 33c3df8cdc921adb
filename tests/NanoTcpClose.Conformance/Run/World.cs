// Invariant: every call into an engine goes through Enter and Leave of its side, and time only grows.

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Script;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Run;

/// <summary>Everything that a running case has: engines, connections, clock, and for a pair the network.</summary>
internal sealed class World
{
    public const uint LocalAddress = 0xC0000201;
    public const uint RemoteAddress = 0xC6336401;
    public const int LocalPort = 5000;
    public const int RemotePort = 7001;

    private const int BufferSize = 65535;

    private readonly CaseDefinition _case;
    private readonly Dictionary<string, Connection> _names = new();
    private readonly List<NeverStep> _atEnd = new();
    private readonly byte[] _data = new byte[BufferSize];
    private string? _currentName;
    private PairNetwork? _network;

    public World(CaseDefinition definition)
    {
        _case = definition;

        // Scripts see only differences of time. On a whole millisecond the ticks of the engine and of its timestamp
        // clock begin with the case, so that "due when its time is reached" holds to the microsecond.
        Now = definition.Options.ClockMicroseconds / 1000 * 1000;
    }

    public long Now { get; private set; }

    public List<Side> Sides { get; } = new();

    /// <summary>The line of the step that runs, repeats looked into.</summary>
    public int Line { get; private set; }

    public Connection? CurrentOrNone => _currentName == null ? null : _names[_currentName];

    public Connection Current => CurrentOrNone ?? throw new StepFailure("a connection", "none yet");

    public PairNetwork Network => _network ?? throw new StepFailure("'pair' before it", "'given'");

    public void Execute(Step step)
    {
        Line = step.Line;
        if (step.Target != null)
        {
            _currentName = _names.ContainsKey(step.Target)
                ? step.Target
                : throw new StepFailure("the name of a connection", $"'{step.Target}'");
        }

        step.Run(this);
    }

    public void CheckAtEnd(NeverStep step)
    {
        if (!_atEnd.Contains(step))
        {
            _atEnd.Add(step);
        }
    }

    /// <summary>What holds when the last step is done.</summary>
    public void Finish()
    {
        foreach (NeverStep step in _atEnd)
        {
            Line = step.Line;
            step.Run(this);
        }

        Line = _case.EndLine;
        if (_network != null)
        {
            return;
        }

        foreach (Side side in Sides)
        {
            EmittedSegment? left = side.Connections.SelectMany(c => c.Emitted).Concat(side.Strays).FirstOrDefault();
            if (left != null)
            {
                throw new StepFailure("no segment left at the end of the case", left.ToString());
            }
        }
    }

    public void Place(GivenStep given)
    {
        if (Sides.Count == 0)
        {
            CloseEngineOptions options = EngineSizes.ForGivens(_case, CurrentOrNone);
            Sides.Add(new Side("", LocalAddress, options, _case.Options.SendFails, Now));
        }

        Side side = Sides[0];
        EngineFixture fixture = FixtureReader.Read(
            given, CurrentOrNone, _case.Options, out Dictionary<string, long> symbols);
        fixture.RemotePort = RemotePort + side.Connections.Count;
        var connection = new Connection(side, fixture, symbols);
        side.Connections.Add(connection);
        side.Enter();
        int handle = side.Engine.Place(fixture, Now);
        if (given.Listener)
        {
            side.Engine.Listen(LocalPort);
        }

        connection.Refresh(handle);
        side.Leave(connection);
        side.AllocatedBytes = 0;
        _names[given.Name] = connection;
        _currentName ??= given.Name;
    }

    public void PlacePair(PairStep pair)
    {
        uint isnA = pair.IsnA?.Sequence(null) ?? 10000;
        uint isnB = pair.IsnB?.Sequence(null) ?? 50000;
        CloseEngineOptions options = EngineSizes.ForPair(_case);
        var a = new Side("a", LocalAddress, options, _case.Options.SendFails, Now);
        var b = new Side("b", RemoteAddress, options, _case.Options.SendFails, Now);
        Sides.Add(a);
        Sides.Add(b);
        _network = new PairNetwork(this, pair.Delay?.Microseconds(null) ?? 10_000);
        PlaceEnd(a, isnA + 1, isnB + 1, RemoteAddress, RemotePort, LocalPort);
        PlaceEnd(b, isnB + 1, isnA + 1, LocalAddress, LocalPort, RemotePort);
        _currentName = "a";
        _network.Observe();
    }

    /// <summary>A segment reaches the engine of a connection.</summary>
    public void Arrive(Connection connection, SegmentHeader header)
    {
        int start = SegmentCodec.HeaderLength(header.Mss, header.HasTimestamps);
        byte[] buffer = new byte[start + header.PayloadLength];
        int length = SegmentCodec.Build(buffer, header, 1);
        Arrive(connection, buffer, length);
    }

    public void Arrive(Connection connection, byte[] datagram, int length)
    {
        Side side = connection.Side;
        side.Engine.AutoRead = !connection.ReadsByCall;
        side.Enter();
        side.Engine.SegmentArrives(datagram, 0, length, Now);
        side.Leave(connection);
        _network?.Observe();
    }

    /// <summary>A user call; the result as the engine gives it, but nothing to read is 0 bytes.</summary>
    public int Call(Connection connection, UserCall call, bool stale, int count)
    {
        Side side = connection.Side;
        int handle = stale ? connection.StaleHandle() : connection.Handle;
        side.Engine.AutoRead = !connection.ReadsByCall;
        side.Enter();
        int result = Invoke(connection, call, handle, count);
        side.Leave(connection);
        if (call == UserCall.Receive)
        {
            connection.NoteReceive(result);
        }

        _network?.Observe();
        return result == (int)CallResult.WouldBlock ? 0 : result;
    }

    /// <summary>The clock of a single engine moves on.</summary>
    public void AdvanceTo(long time)
    {
        if (_network != null)
        {
            _network.Run(time - Now, false);
            return;
        }

        Now = time;
        Side side = Sides[0];
        side.Enter();
        side.Engine.Advance(Now);
        side.Leave(CurrentOrNone);
    }

    /// <summary>For the network, which serves its engines itself.</summary>
    public void SetTime(long time)
    {
        Now = Math.Max(Now, time);
    }

    private int Invoke(Connection connection, UserCall call, int handle, int count)
    {
        CloseEngine engine = connection.Side.Engine;
        return call switch
        {
            UserCall.Close or UserCall.Abort when connection.IsListener => engine.Unlisten(connection.LocalPort),
            UserCall.Close => engine.Close(handle, Now),
            UserCall.Abort => engine.Abort(handle, Now),
            UserCall.ShutdownWrite => engine.ShutdownWrite(handle, Now),
            UserCall.ShutdownRead => engine.ShutdownRead(handle, Now),
            UserCall.Send => engine.Send(handle, _data, 0, Math.Min(count, BufferSize), Now),
            UserCall.Receive => engine.Receive(handle, _data, 0, BufferSize, Now),
            UserCall.Connect => engine.Connect(connection.RemoteAddress, connection.RemotePort, connection.LocalPort,
                Now),
            UserCall.Listen => engine.Listen(connection.LocalPort),
            _ => engine.Unlisten(connection.LocalPort),
        };
    }

    private void PlaceEnd(Side side, uint sndNxt, uint rcvNxt, uint remoteAddress, int remotePort, int localPort)
    {
        var fixture = new EngineFixture
        {
            State = TcpState.Established,
            RemoteAddress = remoteAddress,
            RemotePort = remotePort,
            LocalPort = localPort,
            SndNxt = sndNxt,
            RcvNxt = rcvNxt,
            RcvWnd = BufferSize,
            PeerWnd = BufferSize,
            Mss = 1000,
        };
        var connection = new Connection(side, fixture, FixtureReader.Symbols(fixture, _case.Options));
        side.Connections.Add(connection);
        side.Engine.AutoRead = true;
        side.Enter();
        connection.Refresh(side.Engine.Place(fixture, Now));
        side.Leave(connection);
        side.AllocatedBytes = 0;
        side.Link = datagram => Network.Send(side, datagram);
        _names[side.Name] = connection;
    }
}
