using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NanoTcpClose.Companion.Export;

/// <summary>
/// One board as a resource with its spans and metrics. Spans are sent when asked, metrics every ten seconds.
/// </summary>
internal sealed class OtlpBoard : IDisposable
{
    /// <summary>Most spans of one request.</summary>
    internal const int BatchSize = 512;

    private const int TimeoutMs = 10000;
    private const int MetricsMs = 10000;

    private readonly ActivitySource _source;
    private readonly TracerProvider _tracer;
    private readonly MeterProvider _meter;

    internal OtlpBoard(BoardKey board, OtlpTarget target, string version, DeliveryCount spans, DeliveryCount metrics)
    {
        ResourceBuilder resource = ResourceBuilder.CreateEmpty().AddService(
            "nanotcpclose",
            serviceVersion: board.Build,
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: board.DeviceId)
            .AddAttributes([new("device.id", board.DeviceId)]);
        _source = new ActivitySource(BoardMetrics.Scope, version);
        Metrics = new BoardMetrics(version);
        _tracer = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new AlwaysOnSampler())
            .SetResourceBuilder(resource)
            .AddSource(_source.Name)
            .AddProcessor(new BoardProcessor(
                new OtlpTraceExporter(Options("traces", target, spans)), _source, 2 * BatchSize, BatchSize))
            .Build();
        _meter = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(BoardMetrics.Scope)
            .AddView(Metrics.View)
            .AddReader(new PeriodicExportingMetricReader(
                new OtlpMetricExporter(Options("metrics", target, metrics)), MetricsMs, TimeoutMs))
            .Build();
    }

    internal BoardMetrics Metrics { get; }

    /// <summary>Hands a span to the sender.</summary>
    internal void Emit(CloseSpan close)
    {
        using Activity? span = _source.StartActivity(
            "TCP close", ActivityKind.Internal, default(ActivityContext), close.Attributes, null, close.Start);
        if (span is null)
        {
            return;
        }

        foreach (CloseSpanEvent change in close.Events)
        {
            span.AddEvent(new ActivityEvent(
                CloseSpanEvent.Name, change.Time, new ActivityTagsCollection(change.Attributes)));
        }

        if (close.Error is string problem)
        {
            span.SetStatus(ActivityStatusCode.Error, problem);
        }

        // A span without a length would be taken for one that still runs.
        DateTime end = close.End.UtcDateTime;
        span.SetEndTime(end > span.StartTimeUtc ? end : span.StartTimeUtc.AddTicks(1));
    }

    /// <summary>Sends what was handed over.</summary>
    internal void Flush()
    {
        _tracer.ForceFlush(TimeoutMs);
    }

    /// <summary>Sends the metrics now.</summary>
    internal void FlushMetrics()
    {
        _meter.ForceFlush(TimeoutMs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracer.Dispose();
        _meter.Dispose();
        _source.Dispose();
        Metrics.Dispose();
    }

    private static OtlpExporterOptions Options(string signal, OtlpTarget target, DeliveryCount delivery)
    {
        return new OtlpExporterOptions
        {
            Endpoint = target.Of(signal),
            Protocol = OtlpExportProtocol.HttpProtobuf,
            Headers = string.Join(',', target.Headers),
            TimeoutMilliseconds = TimeoutMs,
            HttpClientFactory = () => new HttpClient(delivery, disposeHandler: false)
            {
                Timeout = TimeSpan.FromMilliseconds(TimeoutMs),
            },
        };
    }
}
