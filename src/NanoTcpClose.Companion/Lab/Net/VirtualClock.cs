// Invariant: time jumps from deadline to deadline; every engine is called at each of its own, in order.

using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>Time that costs none: hours pass as fast as the engines have nothing to do in them.</summary>
internal sealed class VirtualClock : LabClock
{
    private readonly List<CloseEngine> _engines = [];
    private long _now = 1_000_000;

    internal override long NowUs => _now;

    internal void Serve(CloseEngine engine)
    {
        _engines.Add(engine);
    }

    internal override void WaitUntil(long atUs)
    {
        while (Next() <= atUs)
        {
            Step();
        }

        _now = Math.Max(_now, atUs);
    }

    /// <summary>The earliest deadline of all engines.</summary>
    internal long Next()
    {
        long next = long.MaxValue;
        foreach (CloseEngine engine in _engines)
        {
            next = Math.Min(next, engine.NextDeadline);
        }

        return next;
    }

    /// <summary>Goes to the earliest deadline and serves it.</summary>
    internal void Step()
    {
        _now = Math.Max(_now, Next());
        foreach (CloseEngine engine in _engines)
        {
            if (engine.NextDeadline <= _now)
            {
                engine.Advance(_now);
            }
        }
    }
}
