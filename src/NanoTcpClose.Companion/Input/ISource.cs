using System;
using System.Threading;

namespace NanoTcpClose.Companion.Input;

/// <summary>Where live bytes come from.</summary>
public interface ISource
{
    /// <summary>
    /// Delivers bytes until the end of the source or the cancellation. A line that goes away is opened again;
    /// what happened is told as a remark. Throws <see cref="PortException"/> when it cannot be opened at the start.
    /// </summary>
    void Run(ISourceSink sink, CancellationToken cancel);
}
