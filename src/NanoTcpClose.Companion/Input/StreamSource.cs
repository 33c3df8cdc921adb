using System;
using System.IO;
using System.Threading;

namespace NanoTcpClose.Companion.Input;

/// <summary>Standard input: bytes until its end, no second try.</summary>
public sealed class StreamSource : ISource
{
    private readonly Stream _stream;

    /// <summary>Reads that stream.</summary>
    public StreamSource(Stream stream)
    {
        _stream = stream;
    }

    /// <inheritdoc/>
    public void Run(ISourceSink sink, CancellationToken cancel)
    {
        byte[] bytes = new byte[8192];
        while (!cancel.IsCancellationRequested)
        {
            int got;
            try
            {
                got = _stream.ReadAsync(bytes, cancel).AsTask().GetAwaiter().GetResult();
            }
            catch (OperationCanceledException)
            {
                return;
            }

            if (got <= 0)
            {
                return;
            }

            sink.Bytes(bytes.AsSpan(0, got));
        }
    }
}
