// Invariant: the board's side uses tracked sockets and its raw socket alone; the wire between the two kernels is the
// only thing that the script manipulates.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.App;
using NanoTcpClose.Sockets;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.VirtualBoard;

/// <summary>
/// The observe role: a Linux kernel closes its own sockets, and the engine tells their states from outside.
/// </summary>
internal sealed class ObserveStage : IDemoStage
{
    private const int WaitMs = 5000;
    private const int DataBytes = 300;
    private const byte ObserveLinux = 0x12;

    private readonly KernelWire _wire = new KernelWire();
    private readonly Dictionary<int, Socket> _listeners = new Dictionary<int, Socket>();
    private BoardApp? _app;

    public string Peer => "Linux kernel TCP in a network namespace of its own, over a wire between two TUN devices";

    public string Role => "observe: the board's stack is a Linux kernel, its states told from outside by a raw socket";

    public string TimeNote => "TIME-WAIT is the kernel's own, 60 s: the demo does not wait for its end";

    public IPacketLink? Link => null;

    public IReadOnlyList<DemoClose> Closes => DemoScript.Observed;

    /// <summary>Whether this process may watch a kernel.</summary>
    /// <param name="why">The reason when it may not, else empty.</param>
    public static bool IsAvailable(out string why)
    {
        if (!KernelPeer.IsAvailable(out why))
        {
            return false;
        }

        try
        {
            using Socket raw = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp);
            return true;
        }
        catch (SocketException)
        {
            why = SegmentTap.PermissionHint;
            return false;
        }
    }

    public void Configure(BoardAppOptions options)
    {
        options.Stack = StackProfile.Linux();
        options.StackSlots = 16;
        options.FirstSocketSerial = 1;
        options.RoleAndProfile = ObserveLinux;
        options.Engine.MslMs = options.Stack.TimeWaitMs / 2;
        options.LocalAddress = _wire.BoardAddress;
    }

    public void Attach(BoardApp app)
    {
        _app = app;
        IPAddress local = KernelPeer.EndPointAddress(_wire.BoardAddress);
        if (!_wire.Board.Run(() => app.ObserveSockets(local, TapMode.Always, true)))
        {
            throw new InvalidOperationException(SegmentTap.PermissionHint);
        }
    }

    public void Play(DemoClose close)
    {
        Listen(close.RemotePort);
        TrackedSocket board = _wire.Board.Run(() => new TrackedSocket(_app!.Sockets));
        IPEndPoint remote = new IPEndPoint(KernelPeer.EndPointAddress(_wire.PeerAddress), close.RemotePort);
        if (board.Connect(remote, WaitMs) != (int)CallResult.Ok)
        {
            throw new TimeoutException($"{close.Name}: the board could not connect to {remote} within {WaitMs} ms");
        }

        using Socket peer = Accept(close.RemotePort);
        try
        {
            Play(close.Name, board, peer);
        }
        finally
        {
            _wire.Rule(null);
            _wire.Release();
        }

        Await(close.Name, board, close.ExpectedPath[^1]);
    }

    public void Dispose()
    {
        foreach (Socket listener in _listeners.Values)
        {
            listener.Dispose();
        }

        _wire.Dispose();
    }

    private static void ReadToEnd(Socket peer)
    {
        byte[] buffer = new byte[1024];
        while (peer.Receive(buffer) > 0)
        {
            // Read on.
        }
    }

    private static bool HasFin(SegmentHeader segment)
    {
        return (segment.Flags & TcpFlags.Fin) != 0;
    }

    private void Play(string name, TrackedSocket board, Socket peer)
    {
        switch (name)
        {
            case DemoScript.FourWay:
                board.CloseNow();
                Await(name, board, TcpState.FinWait2);
                ReadToEnd(peer);
                peer.Close();
                break;
            case DemoScript.Passive:
                peer.Close();
                Await(name, board, TcpState.CloseWait);
                board.CloseNow();
                break;
            case DemoScript.ThreeSegment:
                // A peer that sends its ACK ahead of its FIN would make it four: that ACK is lost here.
                _wire.Rule((outbound, s) => outbound || HasFin(s) ? WireFate.Pass : WireFate.Drop);
                board.CloseNow();
                ReadToEnd(peer);
                peer.Close();
                Await(name, board, TcpState.TimeWait);
                break;
            case DemoScript.Simultaneous:
                _wire.Rule((_, _) => WireFate.Hold);
                board.CloseNow();
                peer.Close();
                _wire.Rule(null);
                _wire.Release();
                break;
            case DemoScript.HalfClose:
                HalfClose(name, board, peer);
                break;
            case DemoScript.LostAck:
                LostFinalAck(name, board, peer);
                break;
            case DemoScript.Reset:
                peer.LingerState = new LingerOption(true, 0);
                peer.Close();
                break;
            default:
                throw new InvalidOperationException("no such close: " + name);
        }
    }

    private void HalfClose(string name, TrackedSocket board, Socket peer)
    {
        board.ShutdownWrite();
        Await(name, board, TcpState.FinWait2);
        ReadToEnd(peer);
        byte[] buffer = new byte[DataBytes];
        for (int round = 0; round < 2; round++)
        {
            peer.Send(new byte[DataBytes]);
            for (int taken = 0; taken < DataBytes;)
            {
                int got = board.Receive(buffer, 0, DataBytes - taken, WaitMs);
                if (got <= 0)
                {
                    throw new TimeoutException($"{name}: {DataBytes} bytes did not arrive within {WaitMs} ms");
                }

                taken += got;
            }
        }

        peer.Close();
        board.Close(new GracefulCloseOptions { DrainMs = WaitMs });
    }

    private void LostFinalAck(string name, TrackedSocket board, Socket peer)
    {
        board.CloseNow();
        Await(name, board, TcpState.FinWait2);
        ReadToEnd(peer);
        int fins = 0;
        bool lost = false;
        _wire.Rule((outbound, s) =>
        {
            fins += !outbound && HasFin(s) ? 1 : 0;
            bool first = outbound && !HasFin(s) && !lost;
            lost |= first;
            return first ? WireFate.Drop : WireFate.Pass;
        });
        peer.Close();
        EnginePeer.WaitUntil(() => Volatile.Read(ref fins) > 1, name + ": the peer did not repeat its FIN");
    }

    private void Listen(int port)
    {
        Socket listener = _wire.Peer.Run(
            () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen();
        _listeners.Add(port, listener);
    }

    private Socket Accept(int port)
    {
        if (!_listeners[port].Poll(WaitMs * 1000, SelectMode.SelectRead))
        {
            throw new TimeoutException($"the peer accepted no connection on port {port} within {WaitMs} ms");
        }

        Socket socket = _listeners[port].Accept();
        socket.ReceiveTimeout = WaitMs;
        socket.SendTimeout = WaitMs;
        return socket;
    }

    private static void Await(string name, TrackedSocket board, TcpState state)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (board.State != state)
        {
            if (watch.ElapsedMilliseconds > WaitMs)
            {
                string wanted = DemoPlayer.RfcName(state);
                throw new TimeoutException(
                    $"{name}: not {wanted} within {WaitMs} ms but {DemoPlayer.RfcName(board.State)}");
            }

            Thread.Sleep(1);
        }
    }
}
