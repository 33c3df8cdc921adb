using System;
using System.Threading;

namespace NanoTcpClose.Companion.Cli;

/// <summary>Ctrl-C as a token: the first one asks to end, the second one ends the process.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    internal Interrupts()
    {
        Console.CancelKeyPress += Pressed;
    }

    /// <summary>Cancelled by Ctrl-C.</summary>
    internal CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.CancelKeyPress -= Pressed;
        _source.Dispose();
    }

    private void Pressed(object? sender, ConsoleCancelEventArgs key)
    {
        if (!_source.IsCancellationRequested)
        {
            key.Cancel = true;
            _source.Cancel();
        }
    }
}
