// Invariant: what the demo shows comes from the serial log alone; this class only makes the closes happen.

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.App;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.VirtualBoard;

/// <summary>
/// A virtual board with a serial line and a peer, and the script of closes that they play on real segments.
/// </summary>
public sealed class DemoBoard : IDisposable
{
    private const uint BoardAddress = 0xC0000201;

    private readonly IDemoStage _stage;
    private readonly ILogLine _line;
    private readonly DesktopBoard _board;
    private readonly BoardApp _app;
    private bool _disposed;

    private DemoBoard(IDemoStage stage, ILogLine line, string? whyNotKernel)
    {
        _stage = stage;
        _line = line;
        WhyNotKernel = whyNotKernel;
        _board = new DesktopBoard(stage.Link!, line);
        BoardAppOptions options = Options();
        stage.Configure(options);
        _app = new BoardApp(_board, options);
        _board.Due = _app.OnTimer;
        _app.Start();
    }

    /// <summary>What to open to read the log: a pseudo-terminal, or tcp://127.0.0.1:PORT.</summary>
    public string SerialPort => _line.Name;

    /// <summary>Who the other side is.</summary>
    public string PeerDescription => _stage.Peer;

    /// <summary>Which role of the engine runs.</summary>
    public string RoleDescription => _stage.Role;

    /// <summary>What to know about TIME-WAIT here.</summary>
    public string TimeNote => _stage.TimeNote;

    /// <summary>Why the kernel is not the peer; null when it is or was not wanted.</summary>
    public string? WhyNotKernel { get; }

    /// <summary>The closes of the script and what the log must show.</summary>
    public IReadOnlyList<DemoClose> Closes => _stage.Closes;

    /// <summary>Starts board and peer.</summary>
    /// <exception cref="InvalidOperationException">The kernel was demanded and is not permitted here.</exception>
    public static DemoBoard Create(DemoBoardOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string? why = null;
        DemoRole role = options.Role;
        if (role == DemoRole.Auto)
        {
            role = ObserveStage.IsAvailable(out why) ? DemoRole.Observe : DemoRole.Udp;
        }

        IDemoStage stage = role switch
        {
            DemoRole.Observe => new ObserveStage(),
            DemoRole.Kernel => new DriveStage(new KernelPeer(), options.MslMs),
            _ => new DriveStage(new EnginePeer(options.MslMs), options.MslMs),
        };
        ILogLine line = OperatingSystem.IsLinux() ? new PseudoTerminal() : new TcpLogLine();
        DemoBoard board = new DemoBoard(stage, line, string.IsNullOrEmpty(why) ? null : why);
        try
        {
            stage.Attach(board._app);
            return board;
        }
        catch
        {
            board.Dispose();
            throw;
        }
    }

    /// <summary>Plays the script.</summary>
    /// <exception cref="TimeoutException">A close did not come to its expected end; the message says which and
    /// where.</exception>
    public Task RunAsync(CancellationToken cancel)
    {
        return Task.Run(
            () =>
            {
                foreach (DemoClose close in Closes)
                {
                    cancel.ThrowIfCancellationRequested();
                    _stage.Play(close);
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
        _stage.Dispose();
    }

    private static BoardAppOptions Options()
    {
        return new BoardAppOptions
        {
            LocalAddress = BoardAddress,
            BootId = (uint)Random.Shared.Next(),
            LogIntervalMs = 2,
            TraceBytes = 32768,
            DeviceId = new byte[] { 2, 0, 0, 0, 0, 1 },
        };
    }
}
