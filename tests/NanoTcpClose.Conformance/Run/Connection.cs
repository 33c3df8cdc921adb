// Invariant: a name always means the newest life on its 4-tuple; the symbols stay those of the given.

using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Run;

/// <summary>A connection of a script: its 4-tuple, its constants, and what was seen of it.</summary>
internal sealed class Connection : ISymbols
{
    private const int SlotBits = 15;
    private const int SlotMask = (1 << SlotBits) - 1;
    private const int OtherGeneration = 0x4000;

    private readonly Dictionary<string, long> _symbols;
    private readonly Dictionary<CloseEvent, int> _events = new();
    private readonly List<int> _lives = new();
    private long _deliveredTaken;
    private long _read;

    public Connection(Side side, EngineFixture fixture, Dictionary<string, long> symbols)
    {
        Side = side;
        RemoteAddress = fixture.RemoteAddress;
        RemotePort = fixture.RemotePort;
        LocalPort = fixture.LocalPort;
        PlacedState = fixture.State;
        Mss = fixture.Mss;
        Timestamps = fixture.Timestamps;
        TsRecent = fixture.TsRecent;
        TsNow = fixture.TsNow;
        ReadsByCall = fixture.Unread > 0;
        _symbols = symbols;
    }

    public Side Side { get; }

    public uint LocalAddress => Side.Address;

    public uint RemoteAddress { get; }

    public int RemotePort { get; }

    public int LocalPort { get; }

    public TcpState PlacedState { get; }

    public int Mss { get; }

    public bool Timestamps { get; }

    public uint TsRecent { get; }

    public uint TsNow { get; }

    /// <summary>The given had unread=: data waits until the script calls receive.</summary>
    public bool ReadsByCall { get; }

    /// <summary>The handle of the newest life; 0 before the first.</summary>
    public int Handle { get; private set; }

    public Queue<EmittedSegment> Emitted { get; } = new();

    public TcpState State
    {
        get
        {
            TcpState state = Handle == 0 ? TcpState.Closed : Side.Engine.StateOf(Handle);
            return state == TcpState.Closed && PlacedState == TcpState.Listen && IsListening ? TcpState.Listen : state;
        }
    }

    /// <summary>The language has one word for an end by RST; the engine tells a refused open apart.</summary>
    public TransitionCause Cause
    {
        get
        {
            TransitionCause cause = Handle == 0 ? TransitionCause.None : Side.Engine.CauseOf(Handle);
            return cause == TransitionCause.Refused ? TransitionCause.ResetReceived : cause;
        }
    }

    /// <summary>
    /// Nothing but the listener itself so far: close and abort mean it (RFC 9293 3.10.4, 3.10.5: LISTEN).
    /// </summary>
    public bool IsListener => PlacedState == TcpState.Listen && Handle == 0;

    /// <summary>A receive call of the script gave the end of data.</summary>
    public bool ToldByCall { get; private set; }

    /// <summary>How often the engine told of the end of data since the connection was placed or opened.</summary>
    public int ToldByEngine => Handle == 0 ? 0 : Side.Engine.EofCount(Handle);

    /// <summary>The peer's FIN came before the case began: whether the user knows of it then is left open.</summary>
    public bool PlacedAfterFin => PlacedState is TcpState.CloseWait or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;

    public uint SndUna => Handle == 0 ? (uint)Value("U") : Side.Engine.SndUna(Handle);

    public uint SndNxt => Handle == 0 ? (uint)Value("N") : Side.Engine.SndNxt(Handle);

    public uint RcvNxt => Handle == 0 ? (uint)Value("R") : Side.Engine.RcvNxt(Handle);

    private bool IsListening => Side.Engine.CountInState(TcpState.Listen) > 0;

    /// <summary>
    /// A 4-tuple without a connection is CLOSED; where somebody listens on its port it may be called LISTEN too.
    /// </summary>
    public bool IsIn(TcpState state)
    {
        bool placedFree = PlacedState is TcpState.Closed or TcpState.Listen or TcpState.SynReceived;
        return State == state || (state == TcpState.Listen && placedFree && State == TcpState.Closed && IsListening);
    }

    public long Value(string symbol)
    {
        return _symbols.TryGetValue(symbol, out long value)
            ? value
            : throw new StepFailure($"a connection that has {symbol}",
                $"one in {Words.Of(Words.States, PlacedState)} without it");
    }

    /// <summary>
    /// Takes the handle that the engine has for the 4-tuple now; TIME-WAIT is the same life under another slot.
    /// </summary>
    public void Refresh(int handle)
    {
        if (handle > 0 && (Handle == 0 || handle >> SlotBits != Handle >> SlotBits))
        {
            Handle = handle;
            _lives.Add(handle);
        }
    }

    public bool Had(int handle)
    {
        return _lives.Any(life => life >> SlotBits == handle >> SlotBits);
    }

    /// <summary>
    /// The handle of an earlier life of the same slot; where there was none, one with a generation never given out.
    /// </summary>
    public int StaleHandle()
    {
        foreach (int life in _lives)
        {
            if ((life & SlotMask) == (Handle & SlotMask) && life != Handle)
            {
                return life;
            }
        }

        int generation = ((Handle >> SlotBits) + OtherGeneration) & 0xFFFF;
        return ((generation == 0 ? OtherGeneration : generation) << SlotBits) | (Handle & SlotMask);
    }

    public void Raise(CloseEvent what)
    {
        _events[what] = _events.GetValueOrDefault(what) + 1;
    }

    public int TakeEvent(CloseEvent what)
    {
        int count = _events.GetValueOrDefault(what);
        _events[what] = 0;
        return count;
    }

    /// <summary>Notes what a receive call gave: bytes, or the end of data.</summary>
    public void NoteReceive(int result)
    {
        _read += result > 0 ? result : 0;
        ToldByCall |= result == (int)CallResult.EndOfData;
    }

    /// <summary>
    /// Bytes that arrived in order for the user since the last look, over all lives, and bytes that receive calls
    /// gave.
    /// </summary>
    public (long Arrived, long Read) TakeDelivered()
    {
        long total = _lives.Sum(life => (long)Side.Engine.DeliveredBytes(life));
        long since = total - _deliveredTaken;
        long read = _read;
        _deliveredTaken = total;
        _read = 0;
        return (since, read);
    }
}
