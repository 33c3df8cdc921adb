using System;
using System.Diagnostics;
using System.Threading;

namespace NanoTcpClose.Companion.Input;

/// <summary>A line that may go away and come back: the loop around one connection of a serial port or a TCP stream.</summary>
public abstract class LineSource : ISource
{
    /// <summary>How long one read may wait, so that a cancellation is heard.</summary>
    protected const int WaitMs = 100;

    private const int RetryMs = 250;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public virtual bool MayWait => false;

    /// <inheritdoc/>
    public void Run(ISourceSink sink, CancellationToken cancel)
    {
        IDisposable line = Open();
        sink.Opened(Name);
        while (true)
        {
            Pump(line, sink, cancel);
            line.Dispose();
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            sink.Gone();
            Stopwatch gone = Stopwatch.StartNew();
            string before = Name;
            IDisposable? again = Reopen(cancel);
            if (again is null)
            {
                return;
            }

            line = again;
            sink.Back(gone.Elapsed, Name == before ? null : Name);
        }
    }

    /// <summary>Opens it; throws <see cref="PortException"/>.</summary>
    protected abstract IDisposable Open();

    /// <summary>Bytes read, 0 when nothing came within a tenth of a second, -1 when the line is gone.</summary>
    protected abstract int Read(IDisposable line, byte[] buffer);

    private void Pump(IDisposable line, ISourceSink sink, CancellationToken cancel)
    {
        byte[] buffer = new byte[16384];
        while (!cancel.IsCancellationRequested)
        {
            int got = Read(line, buffer);
            if (got < 0)
            {
                return;
            }

            if (got > 0)
            {
                sink.Bytes(buffer.AsSpan(0, got));
            }
        }
    }

    private IDisposable? Reopen(CancellationToken cancel)
    {
        // The first try comes at once: a hung-up terminal may have been replaced already.
        int wait = 10;
        while (!cancel.WaitHandle.WaitOne(wait))
        {
            try
            {
                return Open();
            }
            catch (PortException)
            {
                wait = Math.Min(RetryMs, wait * 2);
            }
        }

        return null;
    }
}
