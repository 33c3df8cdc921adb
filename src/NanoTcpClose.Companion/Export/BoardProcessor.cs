using System.Diagnostics;
using OpenTelemetry;

namespace NanoTcpClose.Companion.Export;

/// <summary>
/// Sends the spans of one source: every provider hears all sources of a name, but a board has a resource of its own.
/// </summary>
internal sealed class BoardProcessor : BatchActivityExportProcessor
{
    private readonly ActivitySource _source;

    internal BoardProcessor(BaseExporter<Activity> exporter, ActivitySource source, int queue, int batch)
        : base(exporter, queue, maxExportBatchSize: batch)
    {
        _source = source;
    }

    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (ReferenceEquals(data.Source, _source))
        {
            base.OnEnd(data);
        }
    }
}
