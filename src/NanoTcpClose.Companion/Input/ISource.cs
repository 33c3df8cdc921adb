using System;
using System.Threading;

namespace NanoTcpClose.Companion.Input;

/// <summary>Where live bytes come from.</summary>
public interface ISource
{
    /// <summary>What the user typed, or the name under which the line came back.</summary>
    string Name { get; }

    /// <summary>The other side can be made to wait: when the screen is slow, wait rather than skip.</summary>
    bool MayWait { get; }

    /// <summary>
    /// Delivers bytes until the end of the source or the cancellation. A line that goes away is opened again;
    /// what happened is told. Throws <see cref="PortException"/> when it cannot be opened at the start.
    /// </summary>
    void Run(ISourceSink sink, CancellationToken cancel);
}
