using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Export;

/// <summary>Where spans and metrics go: OTLP over HTTP with protobuf.</summary>
/// <param name="Endpoint">Base URL, for example http://localhost:4318; the paths of the signals are added to
/// it.</param>
/// <param name="Headers">name=value, as a service asks for them.</param>
public sealed record OtlpTarget(Uri Endpoint, IReadOnlyList<string> Headers)
{
    /// <summary>Null when the text is no URL of HTTP.</summary>
    public static OtlpTarget? Parse(string text, IReadOnlyList<string> headers)
    {
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? new OtlpTarget(url, headers)
            : null;
    }

    /// <summary>Of a signal: traces or metrics.</summary>
    internal Uri Of(string signal)
    {
        return new Uri(Endpoint.ToString().TrimEnd('/') + "/v1/" + signal);
    }
}
