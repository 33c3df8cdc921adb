// Invariant: one engine serves all connections of a case, so its sizes fit the largest of them.

using System;
using System.Collections.Generic;
using NanoTcpClose.Conformance.Script;
using NanoTcpClose.Conformance.Steps;

namespace NanoTcpClose.Conformance.Run;

/// <summary>Chooses buffers and segment size of the engine for a case.</summary>
internal static class EngineSizes
{
    private const int MemoryBudget = 32 << 20;
    private const int SmallestSegment = 64;

    private const int MostRows = 65534;

    public static CloseEngineOptions ForGivens(CaseDefinition definition, ISymbols? symbols)
    {
        int window = -1;
        int timeWaitWindow = -1;
        int room = 0;
        int mss = SmallestSegment;
        foreach (GivenStep given in Givens(definition.Steps))
        {
            int w = FixtureReader.Size(given, "w", 1000, symbols);
            window = Math.Max(window, w);
            timeWaitWindow = given.State == TcpState.TimeWait ? w : timeWaitWindow;
            int unread = FixtureReader.Size(given, "unread", 0, symbols);
            room = unread > 0 ? Math.Max(room, w + unread) : room;
            mss = Math.Max(mss, FixtureReader.Size(given, "mss", 1000, symbols));
        }

        CloseEngineOptions options = definition.Options.Engine;

        // Timestamps are in use where both sides want them: the engine always does, the script says what the peer
        // does (ts=, tsval=).
        options.Timestamps = true;
        options.ReceiveBuffer = Math.Min(65535, Math.Max(timeWaitWindow >= 0 ? timeWaitWindow : window, room));
        options.Mss = mss;
        options.SendBuffer = SendBuffer(options);
        options.TimeWaitEntries = Math.Min(options.TimeWaitEntries, MostRows - options.Connections);
        return options;
    }

    public static CloseEngineOptions ForPair(CaseDefinition definition)
    {
        CloseEngineOptions options = definition.Options.Engine;
        options.ReceiveBuffer = 65535;
        options.Mss = 1000;
        options.SendBuffer = SendBuffer(options);
        return options;
    }

    private static int SendBuffer(CloseEngineOptions options)
    {
        return Math.Clamp(MemoryBudget / Math.Max(1, options.Connections), 1024, 65535);
    }

    private static IEnumerable<GivenStep> Givens(List<Step> steps)
    {
        foreach (Step step in steps)
        {
            if (step is GivenStep given)
            {
                yield return given;
            }
            else if (step is RepeatStep repeat)
            {
                foreach (GivenStep inner in Givens(repeat.Body))
                {
                    yield return inner;
                }
            }
        }
    }
}
