using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace NanoTcpClose.Companion.Export;

/// <summary>Sees how the receiver answers: the exporter itself tells nobody.</summary>
internal sealed class DeliveryCount : DelegatingHandler
{
    private int _failures;
    private string _problem = "";

    internal DeliveryCount()
        : base(new HttpClientHandler())
    {
    }

    /// <summary>Requests that were not taken.</summary>
    internal int Failures => Volatile.Read(ref _failures);

    /// <summary>Why the last one was not.</summary>
    internal string Problem => Volatile.Read(ref _problem);

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        return Watch(() => Task.FromResult(base.Send(request, cancellationToken))).GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        return Watch(() => base.SendAsync(request, cancellationToken));
    }

    private async Task<HttpResponseMessage> Watch(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            HttpResponseMessage response = await send().ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                Failed("it answers " + (int)response.StatusCode + " " + response.ReasonPhrase);
            }

            return response;
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            Failed(problem.Message);
            throw;
        }
    }

    private void Failed(string problem)
    {
        Volatile.Write(ref _problem, problem);
        Interlocked.Increment(ref _failures);
    }
}
