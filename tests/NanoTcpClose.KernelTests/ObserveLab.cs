// Invariant: the board's side is made of tracked sockets and the raw socket alone; what the kernel says of itself
// (tracepoint, sock_diag) is read by the test only and never reaches the observer.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Sockets;
using NanoTcpClose.VirtualBoard;
using NanoTcpClose.VirtualBoard.Linux;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Two kernels with a wire between them, one of them observed.</summary>
internal sealed class ObserveLab : ISocketClock, IDisposable
{
    internal const int PeerPort = 5000;
    internal const int BoardPort = 19000;
    private const int FirstEphemeral = 20000;
    private const int LastEphemeral = 39999;
    private const int WaitMs = 15000;
    private const int LastCopiesMs = 200;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly StateTracer _tracer;
    private readonly SocketDiagnosis _diagnosis;
    private readonly List<KernelTransition> _kernel = new List<KernelTransition>();
    private readonly Socket _peerListener;
    private readonly List<ObserveCase> _cases = new List<ObserveCase>();
    private readonly object _diagnosing = new object();
    private long _ahead;

    internal ObserveLab(int slots, TapMode mode = TapMode.Always, StackProfile? profile = null)
    {
        // The tracepoint spans all namespaces: a network of its own tells this run from others on the machine.
        uint network = 0xC6120000 + ((uint)Random.Shared.Next(2, 500) << 8);
        Wire = new KernelWire(network);
        BoardAddress = KernelPeer.EndPointAddress(Wire.BoardAddress);
        PeerAddress = KernelPeer.EndPointAddress(Wire.PeerAddress);
        Wire.Board.SetParameter("net.ipv4.ip_local_port_range", $"{FirstEphemeral} {LastEphemeral}");
        Wire.Peer.SetParameter("net.ipv4.ip_local_port_range", "40000 60999");
        _tracer = new StateTracer(Wire.Board, BoardPort, LastEphemeral, BoardAddress.ToString());
        _diagnosis = new SocketDiagnosis(Wire.Board);
        Monitor = new SocketMonitor(this, null!, new object(), slots, profile ?? StackProfile.Linux(), 1, true);
        Monitor.Spy = Spy;
        bool permitted = Wire.Board.Run(() => Monitor.Observe(BoardAddress, mode, false));
        Assert.True(permitted, SegmentTap.PermissionHint);
        Listener = Wire.Board.Run(() => new TrackedListener(Monitor, new IPEndPoint(IPAddress.Any, BoardPort), 512));
        _peerListener = Wire.Peer.Run(NewSocket);
        _peerListener.Bind(new IPEndPoint(IPAddress.Any, PeerPort));
        _peerListener.Listen(512);
    }

    public long NowMicroseconds => Interlocked.Read(ref _ahead) + (_watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>Whether the first TIME-WAITs may have ended by themselves.</summary>
    internal bool IsOlderThanTimeWait => _watch.ElapsedMilliseconds > StackProfile.Linux().TimeWaitMs;

    internal KernelWire Wire { get; }

    internal IPAddress BoardAddress { get; }

    internal IPAddress PeerAddress { get; }

    internal SocketMonitor Monitor { get; }

    internal ObserveSpy Spy { get; } = new ObserveSpy();

    internal TrackedListener Listener { get; }

    internal IReadOnlyList<ObserveCase> Cases => _cases;

    public void Dispose()
    {
        Listener.Close();
        Monitor.StopObserving();
        _peerListener.Dispose();
        _diagnosis.Dispose();
        _tracer.Dispose();
        Wire.Dispose();
    }

    /// <summary>A connection opened by the board. One at a time, for the peer accepts in order.</summary>
    internal (TrackedSocket Board, Socket Peer) OpenByBoard(string kind)
    {
        TrackedSocket board = Wire.Board.Run(() => new TrackedSocket(Monitor));
        Socket peer;
        lock (_peerListener)
        {
            Assert.Equal(0, board.Connect(new IPEndPoint(PeerAddress, PeerPort), WaitMs));
            peer = AcceptFrom(board.LocalPort);
        }

        Limit(peer);
        Add(kind, board, ((IPEndPoint)peer.RemoteEndPoint!).Port, PeerPort);
        return (board, peer);
    }

    /// <summary>A connection opened by the peer.</summary>
    internal (TrackedSocket Board, Socket Peer) OpenByPeer(string kind)
    {
        Socket peer = Wire.Peer.Run(NewSocket);
        Limit(peer);
        TrackedSocket? board;
        lock (Listener)
        {
            peer.Connect(new IPEndPoint(BoardAddress, BoardPort));
            int port = ((IPEndPoint)peer.LocalEndPoint!).Port;
            while ((board = Listener.Accept(WaitMs)) != null && board.RemotePort != port)
            {
                board.Abort();
            }
        }

        Assert.NotNull(board);
        Add(kind, board, BoardPort, ((IPEndPoint)peer.LocalEndPoint!).Port);
        return (board, peer);
    }

    /// <summary>A SYN that the wire repeats late opens what nobody asked for: that one is thrown away.</summary>
    private Socket AcceptFrom(int boardPort)
    {
        while (true)
        {
            Assert.True(_peerListener.Poll(WaitMs * 1000, SelectMode.SelectRead), "the peer accepted nothing");
            Socket peer = _peerListener.Accept();
            if (((IPEndPoint)peer.RemoteEndPoint!).Port == boardPort)
            {
                return peer;
            }

            peer.Dispose();
        }
    }

    /// <summary>A connection opened by a process of its own, which then reads nothing and lives until it is killed.</summary>
    internal Process StartPeer(string kind, out TrackedSocket board)
    {
        TrackedSocket? accepted;
        Process peer;
        lock (Listener)
        {
            // In the namespace because its thread starts it.
            string script = $"exec 3<>/dev/tcp/{BoardAddress}/{BoardPort}; read -r -t 60 -u 3 line";
            peer = Wire.Peer.Run(() => Process.Start("/bin/bash", new[] { "-c", script }));
            accepted = Listener.Accept(WaitMs);
        }

        Assert.NotNull(accepted);
        board = accepted;
        Add(kind, board, BoardPort, board.RemotePort);
        return peer;
    }

    internal void Add(string kind, TrackedSocket board, int boardPort, int peerPort)
    {
        lock (_cases)
        {
            _cases.Add(new ObserveCase(kind, board.Handle, boardPort, peerPort));
        }
    }

    internal TcpState KernelState(ObserveCase one)
    {
        lock (_diagnosing)
        {
            return _diagnosis.StateOf(Wire.BoardAddress, one.BoardPort, Wire.PeerAddress, one.PeerPort);
        }
    }

    /// <summary>Gives the kernel time to get there; over a bad line it may not, for a RST is sent once only.</summary>
    internal void LetKernel(TrackedSocket board, TcpState wanted)
    {
        ObserveCase one = CaseOf(board);
        SpinWait.SpinUntil(() => KernelState(one) == wanted, 1000);
    }

    internal void AwaitKernelCase(ObserveCase one, params TcpState[] wanted)
    {
        Lab.WaitFor(() => wanted.Contains(KernelState(one)), () => $"{one.Kind}: kernel is {KernelState(one)}", WaitMs);
    }

    internal ObserveCase CaseOf(TrackedSocket board)
    {
        lock (_cases)
        {
            return _cases.Last(one => one.Handle == board.Handle);
        }
    }

    /// <summary>Empties the kernel's ring of transitions before it overflows.</summary>
    internal void Collect()
    {
        lock (_kernel)
        {
            _kernel.AddRange(_tracer.Take());
        }
    }

    /// <summary>
    /// Waits for the kernel to be done, keeps both states, and runs the observer's clock on to the end of everything.
    /// </summary>
    internal void Settle()
    {
        Lab.WaitFor(
            () => _cases.All(one => KernelState(one) is TcpState.Closed or TcpState.TimeWait or TcpState.FinWait2),
            () => "not at its end: " + string.Join(", ", _cases.Select(c => $"{c.Kind} {KernelState(c)}").Distinct()),
            60000);
        PassSilence();
        Monitor.Sync();
        lock (Monitor.Gate)
        {
            Monitor.Advance(NowMicroseconds);
            foreach (ObserveCase one in _cases)
            {
                one.Settled = Monitor.Observer.StateOf(one.Handle);
                one.SettledMark = Monitor.Observer.MarksOf(one.Handle) != 0;

                // A 4-tuple that a later connection uses again tells that one's state.
                bool last = _cases.Last(one.IsOn) == one;
                one.KernelSettled = last ? KernelState(one) : one.Settled;
            }

            // Every state that ends by time alone ends within an hour; two steps, for one end may start another wait.
            for (int step = 0; step < 4; step++)
            {
                Interlocked.Add(ref _ahead, 1800L * 1000000);
                Monitor.Advance(NowMicroseconds);
            }
        }

        Collect();
    }

    /// <summary>
    /// The silence after which the observer doubts. Its clock alone goes on, unless that could end a TIME-WAIT before the
    /// kernel's own clock does.
    /// </summary>
    private void PassSilence()
    {
        StackProfile profile = StackProfile.Linux();
        int silenceMs = profile.SilenceMs + 500;
        bool young = _watch.ElapsedMilliseconds < profile.TimeWaitMs - (2 * silenceMs);
        Thread.Sleep(young ? LastCopiesMs : silenceMs);
        Interlocked.Add(ref _ahead, young ? silenceMs * 1000L : 0);
    }

    /// <summary>The kernel's path on a 4-tuple; with several connections on it, the one with this ordinal.</summary>
    internal TcpState[] KernelPath(ObserveCase one)
    {
        int ordinal = _cases.TakeWhile(other => other != one)
            .Count(one.IsOn);
        List<List<TcpState>> lives = new List<List<TcpState>>();
        foreach (KernelTransition step in _kernel.Where(
            s => s.LocalPort == one.BoardPort && s.RemotePort == one.PeerPort && s.From != s.To))
        {
            if (step.To is TcpState.SynSent or TcpState.SynReceived)
            {
                lives.Add(new List<TcpState>());
            }

            lives.LastOrDefault()?.Add(step.To);
        }

        return ordinal < lives.Count ? lives[ordinal].ToArray() : Array.Empty<TcpState>();
    }

    private static Socket NewSocket()
    {
        return new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }

    private static void Limit(Socket socket)
    {
        socket.ReceiveTimeout = WaitMs;
        socket.SendTimeout = WaitMs;
    }
}
