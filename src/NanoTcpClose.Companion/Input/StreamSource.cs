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
    public string Name => "-";

    /// <inheritdoc/>
    public bool MayWait => true;

    /// <inheritdoc/>
    public void Run(ISourceSink sink, CancellationToken cancel)
    {
        byte[] bytes = new byte[16384];
        int got;
        while (!cancel.IsCancellationRequested && (got = _stream.Read(bytes)) > 0)
        {
            sink.Bytes(bytes.AsSpan(0, got));
        }
    }
}
