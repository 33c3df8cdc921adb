using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using NanoTcpClose.Companion.Model;
using OpenTelemetry.Metrics;

namespace NanoTcpClose.Companion.Export;

/// <summary>
/// Metrics of one board: closes and times from its transitions, slots and counters from its STATS records.
/// </summary>
internal sealed class BoardMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    internal const string Scope = "nanotcpclose.closes";

    // A close takes a fraction of a millisecond on a loopback and up to minutes when a FIN is lost for good.
    private static readonly double[] s_bounds =
        [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 120, 240];

    private readonly Meter _meter;
    private readonly Histogram<double> _closes;
    private readonly Histogram<double> _states;
    private readonly Counter<long> _lost;
    private BoardStats? _stats;
    private int _timeWaitSlots;

    internal BoardMetrics(string version)
    {
        _meter = new Meter(Scope, version);
        _closes = _meter.CreateHistogram<double>(
            "nanotcpclose.close.duration", "s", "Time from leaving ESTABLISHED to TIME-WAIT or CLOSED");
        _states = _meter.CreateHistogram<double>("nanotcpclose.state.duration", "s", "Time in a state");
        _lost = _meter.CreateCounter<long>(
            "nanotcpclose.records.lost", "{record}", "Trace records that did not arrive");
        _meter.CreateObservableGauge("nanotcpclose.connections", ByState, "{connection}", "Connections by state");
        _meter.CreateObservableGauge("nanotcpclose.time_wait.usage", Usage, "{entry}", "TIME-WAIT entries in use");
        _meter.CreateObservableGauge("nanotcpclose.time_wait.limit", Limit, "{entry}", "TIME-WAIT entries there are");
        _meter.CreateObservableGauge("nanotcpclose.connections.free", Free, "{connection}", "Free connection slots");
        for (int k = 0; k < (int)EngineCounter.Count; k++)
        {
            int index = k;
            string name = "nanotcpclose.engine." + Names.Counter((EngineCounter)k).Replace('-', '_');
            _meter.CreateObservableCounter(name, () => Counter(index), "{event}", "Counter of the board's engine");
        }
    }

    /// <summary>What a provider takes of this board's instruments, and in which form.</summary>
    internal MetricStreamConfiguration? View(Instrument instrument)
    {
        return !ReferenceEquals(instrument.Meter, _meter) ? MetricStreamConfiguration.Drop
            : instrument is Histogram<double> ? new ExplicitBucketHistogramConfiguration { Boundaries = s_bounds }
            : null;
    }

    internal void Closed(CloseSpan close)
    {
        if (close.CloseSeconds is double seconds)
        {
            _closes.Record(
                seconds, Tag("nanotcpclose.close.kind", close.Kind), Tag("nanotcpclose.close.outcome", close.Outcome));
        }

        foreach ((TcpState state, double stayed) in close.StateSeconds)
        {
            _states.Record(stayed, Tag("network.connection.state", CloseSpanEvent.State(state)));
        }
    }

    internal void Lost(int byBoard, int onLine)
    {
        if (byBoard > 0)
        {
            _lost.Add(byBoard, Tag("nanotcpclose.loss.place", "board"));
        }

        if (onLine > 0)
        {
            _lost.Add(onLine, Tag("nanotcpclose.loss.place", "line"));
        }
    }

    internal void Seen(BoardStats? stats, BoardIdentity? identity)
    {
        _stats = stats ?? _stats;
        _timeWaitSlots = identity?.TimeWaitEntries ?? _timeWaitSlots;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, string value)
    {
        return new(name, value);
    }

    private IEnumerable<Measurement<long>> ByState()
    {
        if (_stats is BoardStats stats)
        {
            for (TcpState state = TcpState.Listen; state <= TcpState.TimeWait; state++)
            {
                KeyValuePair<string, object?> tag = Tag("network.connection.state", CloseSpanEvent.State(state));
                yield return new(stats.ByState[(int)state], tag);
            }
        }
    }

    private IEnumerable<Measurement<long>> Usage()
    {
        return _stats is BoardStats stats ? [new(stats.TimeWait)] : [];
    }

    private IEnumerable<Measurement<long>> Limit()
    {
        return _timeWaitSlots > 0 ? [new(_timeWaitSlots)] : [];
    }

    private IEnumerable<Measurement<long>> Free()
    {
        return _stats is BoardStats stats ? [new(stats.FreeConnections)] : [];
    }

    private IEnumerable<Measurement<long>> Counter(int index)
    {
        return _stats is BoardStats stats && index < stats.Counters.Count ? [new(stats.Counters[index])] : [];
    }
}
