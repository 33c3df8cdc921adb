// Invariant: the symbols are the values before the first step, computed from the keys alone and never asked of the
// engine.

using System;
using System.Collections.Generic;
using NanoTcpClose.Conformance.Script;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Run;

/// <summary>Makes the engine's fixture and the symbols of a "given".</summary>
internal static class FixtureReader
{
    public static EngineFixture Read(
        GivenStep given, ISymbols? before, CaseOptions options, out Dictionary<string, long> symbols)
    {
        var fixture = new EngineFixture
        {
            State = given.State,
            RemoteAddress = World.RemoteAddress,
            LocalPort = World.LocalPort,
            SndNxt = (uint)Number(given, "n", 10000, before),
            RcvNxt = (uint)Number(given, "r", 50000, before),
            RcvWnd = Size(given, "w", 1000, before),
            PeerWnd = Size(given, "peerwnd", 65535, before),
            Mss = Size(given, "mss", 1000, before),
            Unacked = Size(given, "unacked", 0, before),
            Unsent = Size(given, "unsent", 0, before),
            Unread = Size(given, "unread", 0, before),
            HalfClosed = given.HalfClosed,
            FinQueued = given.FinQueued,
            Timestamps = given.Timestamps,
            AgeMicroseconds = given.Age?.Microseconds(before) ?? 0,
            SrttMs = (int)((given.Srtt?.Microseconds(before) ?? 0) / 1000),
        };
        fixture.FinQueued |= HasFin(fixture.State) && fixture.Unsent > 0;
        symbols = Symbols(fixture, options);
        var own = new SymbolTable(symbols);
        fixture.HasOutOfOrderFin = given.Numbers.ContainsKey("oofin");
        fixture.OutOfOrderFin = (uint)Number(given, "oofin", 0, own);
        fixture.TsRecent = (uint)Number(given, "tsrecent", 1000, own);
        fixture.TsNow = (uint)Number(given, "tsnow", 5000, own);
        return fixture;
    }

    public static Dictionary<string, long> Symbols(EngineFixture f, CaseOptions options)
    {
        var symbols = new Dictionary<string, long>
        {
            ["R"] = f.RcvNxt,
            ["W"] = f.RcvWnd,
            ["X"] = f.PeerWnd,
            ["MSL"] = options.Engine.MslMs,
            ["RTO"] = options.RtoMs,
            ["N"] = f.SndNxt,
        };
        bool acked = f.State is TcpState.FinWait2 or TcpState.TimeWait;
        if (HasFin(f.State))
        {
            symbols["F"] = unchecked(f.SndNxt + (uint)f.Unsent);
            symbols["N"] = f.FinQueued ? f.SndNxt : unchecked(f.SndNxt + 1);
        }

        bool opening = f.State is TcpState.SynSent or TcpState.SynReceived;
        symbols["U"] = acked ? symbols["N"] : unchecked(f.SndNxt - (opening ? 1 : (uint)f.Unacked));
        return symbols;
    }

    internal static long Number(GivenStep given, string key, long standard, ISymbols? symbols)
    {
        return given.Numbers.TryGetValue(key, out Expression? value) ? value.Sequence(symbols) : standard;
    }

    internal static int Size(GivenStep given, string key, int standard, ISymbols? symbols)
    {
        return given.Numbers.TryGetValue(key, out Expression? value)
            ? (int)Math.Clamp(value.Number(symbols), 0, 65535)
            : standard;
    }

    private static bool HasFin(TcpState state)
    {
        return state is TcpState.FinWait1 or TcpState.FinWait2 or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;
    }
}
