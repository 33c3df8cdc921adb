using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>Keeps what a session shows.</summary>
internal sealed class FakeScreen : ILiveScreen
{
    private readonly object _gate = new();
    private readonly List<LogEvent> _events = [];
    private readonly List<string> _remarks = [];

    internal LogEvent[] Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    internal string[] Remarks
    {
        get
        {
            lock (_gate)
            {
                return [.. _remarks];
            }
        }
    }

    internal long[] Ticks()
    {
        return [.. Events.Where(e => e.Kind == LogEventKind.Transition).Select(e => e.Tick)];
    }

    internal int Count(string remark)
    {
        return Remarks.Count(r => r.StartsWith(remark, StringComparison.Ordinal));
    }

    public void Run(IReadOnlyList<LiveFeed> feeds, Action session)
    {
        session();
    }

    public void Show(LiveFeed feed, Change change)
    {
        lock (_gate)
        {
            _events.Add(change.Event);
        }
    }

    public void Remark(LiveFeed? feed, string text)
    {
        lock (_gate)
        {
            _remarks.Add(text);
        }
    }

    public void Tick()
    {
        // Nothing to redraw.
    }
}
