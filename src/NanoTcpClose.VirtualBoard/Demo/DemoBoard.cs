// Invariant: what the demo shows comes from the serial log alone; this class only makes the closes happen.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.App;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.VirtualBoard;

/// <summary>A virtual board with a serial line and a peer, and the script of closes that they play on real segments.</summary>
public sealed class DemoBoard : IDisposable
{
    private const uint BoardAddress = 0xC0000201;

    private readonly IDemoPeer _peer;
    private readonly ILogLine _line;
    private readonly DesktopBoard _board;
    private readonly DemoPlayer _player;
    private readonly BoardApp _app;
    private bool _disposed;

    private DemoBoard(IDemoPeer peer, ILogLine line, int mslMs, string? whyNotKernel)
    {
        _peer = peer;
        _line = line;
        WhyNotKernel = whyNotKernel;
        PacketGate gate = new PacketGate(peer.BoardLink);
        _board = new DesktopBoard(gate, line);
        _app = new BoardApp(_board, Options(mslMs));
        _board.Due = _app.OnTimer;
        _player = new DemoPlayer(_app, gate, peer, mslMs);
        _app.Start();
    }

    /// <summary>What to open to read the log: a pseudo-terminal, or tcp://127.0.0.1:PORT.</summary>
    public string SerialPort => _line.Name;

    /// <summary>Who the other side is.</summary>
    public string PeerDescription => _peer.Description;

    /// <summary>Why the kernel is not the peer; null when it is or was not wanted.</summary>
    public string? WhyNotKernel { get; }

    /// <summary>The closes of the script and what the log must show.</summary>
    public IReadOnlyList<DemoClose> Closes => DemoScript.Closes;

    /// <summary>Starts board and peer.</summary>
    /// <exception cref="InvalidOperationException">The kernel was demanded and is not permitted here.</exception>
    public static DemoBoard Create(DemoBoardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? why = null;
        bool kernel = options.UseKernel ?? KernelPeer.IsAvailable(out why);
        IDemoPeer peer = kernel ? new KernelPeer() : new EnginePeer(options.MslMs);
        bool terminal = OperatingSystem.IsLinux();
        return new DemoBoard(
            peer, terminal ? new PseudoTerminal() : new TcpLogLine(), options.MslMs, kernel ? null : why);
    }

    /// <summary>Plays the script.</summary>
    /// <exception cref="TimeoutException">A close did not come to its expected end; the message says which and where.</exception>
    public Task RunAsync(CancellationToken cancel)
    {
        return Task.Run(
            () =>
            {
                foreach (DemoClose close in Closes)
                {
                    cancel.ThrowIfCancellationRequested();
                    _player.Play(close);
                }

                _app.SayHello();
            },
            cancel);
    }

    /// <summary>Stops the board, writes the rest of its log and hangs up.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _app.Stop();
        _board.Dispose();
        _line.Dispose();
        _peer.Dispose();
    }

    private static BoardAppOptions Options(int mslMs)
    {
        BoardAppOptions options = new BoardAppOptions
        {
            LocalAddress = BoardAddress,
            BootId = (uint)Random.Shared.Next(),
            LogIntervalMs = 2,
            TraceBytes = 32768,
            DeviceId = new byte[] { 2, 0, 0, 0, 0, 1 },
        };
        options.Engine.MslMs = mslMs;
        options.Engine.RtoInitialMs = 300;
        options.Engine.RtoMinMs = 300;
        options.Engine.Secret0 = (uint)Random.Shared.Next();
        options.Engine.Secret1 = (uint)Random.Shared.Next();
        return options;
    }
}
