// Invariant: everything here follows from the input alone, so that a failing input fails again.

using System;

namespace NanoTcpClose.Fuzz.Targets;

/// <summary>One engine, the connections that were put into it, and the checks after each step.</summary>
internal sealed partial class EngineWorld
{
    private const int Peers = 6;
    private const int Buffer = 128;
    private const int Mss = 64;

    private static readonly long[] s_starts =
    [
        1_000_000, 0, 4_294_966_296_000, 536_870_911_000_000, 268_435_455_000_000, 1L << 52, 4_294_967_290, 125,
    ];

    private static readonly uint[] s_numbers = [10000, 0, 1, 0xFFFFFFFF, 0xFFFFFFC0, 0x7FFFFFFF, 0x80000000, 50000];

    private readonly FuzzHost _host;
    private readonly SegmentForge _forge;
    private readonly CloseEngine _engine;
    private readonly TraceRing _trace = new(256);
    private readonly byte[] _scratch = new byte[256];
    private readonly int[] _handles = new int[128];
    private readonly CloseEngineOptions _options;
    private readonly uint _offset;
    private long _now;
    private long _allocated;
    private int _nextHandle;
    private TcpState _illegalFrom;
    private TcpState _illegalTo;
    private bool _illegal;

    public EngineWorld(FuzzHost host, SegmentForge forge, ref ByteFeed feed)
    {
        _host = host;
        _forge = forge;
        host.Reset();
        _options = ReadOptions(ref feed);
        byte when = feed.Byte();
        _now = s_starts[when & 7];
        _engine = new CloseEngine(_options, SegmentForge.Local, host, (when & 8) != 0 ? null : _trace, _now);
        _engine.Transitioned = Judge;
        if ((when & 16) == 0)
        {
            _engine.Listen(SegmentForge.LocalPort);
        }

        host.AtData = when >> 5 & 3;
        Place(ref feed);
        host.Engine = _engine;
        host.Now = _now;
        _offset = _engine.Counters[(int)EngineCounter.Opened] - _engine.Counters[(int)EngineCounter.Ended] - Live();
    }

    private static CloseEngineOptions ReadOptions(ref ByteFeed feed)
    {
        byte policy = feed.Byte();
        byte sizes = feed.Byte();
        byte more = feed.Byte();
        return new CloseEngineOptions
        {
            Timestamps = (policy & 1) != 0,
            EvictClosing = (policy & 2) != 0,
            SkipTimeWaitWhenFull = (policy & 4) != 0,
            Rfc1337 = (policy & 8) == 0,
            DrainUnreadAtClose = (policy & 16) != 0,
            ShutdownReadReset = (policy & 32) != 0,
            ZeroWindowFinStrict = (policy & 64) != 0,
            SynReuse = (policy & 128) == 0,
            LingerMs = (sizes & 3) switch { 0 or 1 => -1, 2 => 0, _ => 2000 },
            TimeWaitEntries = sizes >> 2 & 3,
            Connections = 1 + (sizes >> 4 & 3),
            TraceSegments = (sizes & 64) != 0,
            UserTimeoutMs = (sizes & 128) != 0 ? 5000 : 0,
            FixedIsn = (more & 1) != 0,
            Isn = s_numbers[more >> 1 & 7],
            ChallengeTotal = (more & 16) != 0 ? 3 : 100,
            ChallengeBudget = (more & 32) != 0 ? 0 : 1,
            CloseWaitAlarmMs = (more & 64) != 0 ? 0 : 60000,
            RstAfterChallenge = (more & 128) == 0,
            ReceiveBuffer = Buffer,
            SendBuffer = Buffer,
            Mss = Mss,
            Listeners = 2,
        };
    }

    private void Place(ref ByteFeed feed)
    {
        int count = feed.Byte() % (_options.Connections + 1);
        for (int k = 0; k < count; k++)
        {
            TcpState state = (TcpState)(3 + (feed.Byte() % 9));
            byte shape = feed.Byte();
            byte numbers = feed.Byte();
            bool timeWait = state == TcpState.TimeWait;
            if (timeWait && _engine.TimeWaitCount == _options.TimeWaitEntries)
            {
                // A fixture does not evict.
                continue;
            }

            int unread = timeWait || state == TcpState.SynSent || state == TcpState.SynReceived || (shape & 4) == 0
                ? 0 : 40;
            bool full = state >= TcpState.FinWait1 && state != TcpState.CloseWait && (shape & 1) == 0;
            EngineFixture fixture = new()
            {
                State = state,
                RemoteAddress = SegmentForge.Remote,
                RemotePort = SegmentForge.FirstRemotePort + k,
                LocalPort = SegmentForge.LocalPort,
                HalfClosed = (shape & 1) != 0,
                Unacked = (shape & 2) != 0 && CanSend(state) ? 50 : 0,
                Unread = full ? 0 : unread,
                FinQueued = (shape & 8) != 0 && (state == TcpState.FinWait1 || state == TcpState.LastAck),
                Timestamps = _options.Timestamps && (shape & 16) != 0,
                AgeMicroseconds = (shape & 32) != 0 && _now > 2_000_000 ? 1_000_000 : 0,
                RcvWnd = full ? Buffer : Buffer - unread,
                PeerWnd = (shape & 64) != 0 ? 30 : 65535,
                Mss = Mss - 12,
                SndNxt = s_numbers[numbers & 7],
                RcvNxt = s_numbers[numbers >> 3 & 7],
                HasOutOfOrderFin = (shape & 128) != 0
                    && state is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2,
            };
            fixture.OutOfOrderFin = fixture.RcvNxt + 20;
            Remember(_engine.Place(fixture, _now));
        }
    }

    private static bool CanSend(TcpState state)
    {
        return state is TcpState.Established or TcpState.CloseWait or TcpState.FinWait1 or TcpState.Closing
            or TcpState.LastAck;
    }

    private void Remember(int handle)
    {
        if (handle > 0 && _nextHandle < _handles.Length && System.Array.IndexOf(_handles, handle, 0, _nextHandle) < 0)
        {
            _handles[_nextHandle++] = handle;
        }
    }

    /// <summary>One of the newest handles, living or stale.</summary>
    private int Handle(int which)
    {
        int at = _nextHandle - 1 - (which & 7);
        return at < 0 ? 0 : _handles[at];
    }

    private void Judge(int serial, TcpState from, TcpState to, TransitionCause cause)
    {
        if (!TransitionTable.IsLegal(from, to, cause))
        {
            _illegal = true;
            _illegalFrom = from;
            _illegalTo = to;
        }
    }

    private uint Live()
    {
        uint live = 0;
        for (int state = (int)TcpState.SynSent; state <= (int)TcpState.TimeWait; state++)
        {
            live += (uint)_engine.CountInState((TcpState)state);
        }

        return live;
    }
}
