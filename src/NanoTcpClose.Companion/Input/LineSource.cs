using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;

namespace NanoTcpClose.Companion.Input;

/// <summary>A line that may go away and come back: the loop around one connection of a serial port or a TCP stream.</summary>
public abstract class LineSource : ISource
{
    private const int RetryMs = 250;

    /// <inheritdoc/>
    public void Run(ISourceSink sink, CancellationToken cancel)
    {
        IDisposable line = Open();
        while (true)
        {
            Pump(line, sink, cancel);
            Release(line);
            if (cancel.IsCancellationRequested)
            {
                return;
            }

            sink.Remark("the line is gone; waiting for it to come back (Ctrl-C ends)");
            Stopwatch gone = Stopwatch.StartNew();
            IDisposable? again = Reopen(cancel);
            if (again is null)
            {
                return;
            }

            line = again;
            sink.Remark(string.Create(CultureInfo.InvariantCulture, $"gap of {gone.Elapsed.TotalSeconds:0.0} s"));
        }
    }

    /// <summary>Opens it; throws <see cref="PortException"/>.</summary>
    protected abstract IDisposable Open();

    /// <summary>Bytes read, 0 when nothing came within a tenth of a second, -1 when the line is gone.</summary>
    protected abstract int Read(IDisposable line, byte[] buffer);

    /// <summary>Lets the line go without ever waiting for it.</summary>
    protected virtual void Release(IDisposable line)
    {
        line.Dispose();
    }

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

            if (got == 0)
            {
                sink.Idle();
            }
            else
            {
                sink.Bytes(buffer.AsSpan(0, got));
            }
        }
    }

    private IDisposable? Reopen(CancellationToken cancel)
    {
        while (!cancel.WaitHandle.WaitOne(RetryMs))
        {
            try
            {
                return Open();
            }
            catch (PortException)
            {
                // Still away.
            }
        }

        return null;
    }
}
