// Invariant: one engine, one kernel namespace; the pump thread is the only one besides the test that enters the engine.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NanoTcpClose.App;
using NanoTcpClose.VirtualBoard;
using NanoTcpClose.VirtualBoard.Linux;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>The engine on one side of a TUN device, the kernel on the other, with the states of both on record.</summary>
internal sealed class Lab : ICloseEngineHost, IDisposable
{
    internal const uint EngineAddress = 0xC0000201;
    internal const int FirstPort = 6000;
    private const int WaitMs = 4000;

    private readonly object _gate = new object();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly KernelPeer _peer = new KernelPeer();
    private readonly StateTracer _tracer;
    private readonly SocketDiagnosis _diagnosis;
    private readonly Thread _pump;
    private readonly List<KernelTransition> _kernelSteps = new List<KernelTransition>();
    private readonly Dictionary<int, List<TcpState>> _engineSteps = new Dictionary<int, List<TcpState>>();
    private readonly IPacketLink _link;
    private volatile bool _ended;

    internal Lab(CloseEngineOptions options, Func<IPacketLink, IPacketLink>? wire = null)
    {
        Gate = new PacketGate(wire == null ? _peer.BoardLink : wire(_peer.BoardLink));
        _link = Gate;
        _tracer = new StateTracer(_peer.Space, FirstPort, FirstPort + 999);
        _diagnosis = new SocketDiagnosis(_peer.Space);
        options.TraceSegments = false;
        Engine = new CloseEngine(options, EngineAddress, this, null, Now);
        Engine.Transitioned = (serial, from, to, cause) =>
        {
            if (!_engineSteps.TryGetValue(serial, out List<TcpState>? path))
            {
                path = new List<TcpState>();
                _engineSteps.Add(serial, path);
            }

            path.Add(to);
        };
        _pump = new Thread(Pump) { IsBackground = true };
        _pump.Start();
    }

    internal CloseEngine Engine { get; }

    internal PacketGate Gate { get; }

    internal KernelPeer Peer => _peer;

    private long Now => _watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;

    public bool Transmit(byte[] datagram, int length)
    {
        return _link.Send(datagram, length);
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
    }

    public void Dispose()
    {
        _ended = true;
        _pump.Join(WaitMs);
        _diagnosis.Dispose();
        _tracer.Dispose();
        _peer.Dispose();
    }

    internal static CloseEngineOptions Quick()
    {
        return new CloseEngineOptions { MslMs = 300, RtoInitialMs = 100, RtoMinMs = 100, RtoMaxMs = 800 };
    }

    /// <summary>Hands the engine a packet that never was on the link; to be called inside <see cref="Call"/>.</summary>
    internal void Inject(byte[] packet, int length)
    {
        Engine.SegmentArrives(packet, 0, length, Now);
    }

    /// <summary>Calls the engine under its lock.</summary>
    internal int Call(Func<CloseEngine, long, int> call)
    {
        lock (_gate)
        {
            return call(Engine, Now);
        }
    }

    internal void Await(int handle, TcpState state)
    {
        WaitFor(() => State(handle) == state, () => $"engine: wanted {state}, is {State(handle)}");
    }

    internal TcpState State(int handle)
    {
        lock (_gate)
        {
            return Engine.StateOf(handle);
        }
    }

    internal TcpState KernelState(int kernelPort, int enginePort)
    {
        return _diagnosis.StateOf(KernelPeer.KernelAddress, kernelPort, EngineAddress, enginePort);
    }

    internal void AwaitKernel(int kernelPort, int enginePort, TcpState state)
    {
        WaitFor(
            () => KernelState(kernelPort, enginePort) == state,
            () => $"kernel: wanted {state}, is {KernelState(kernelPort, enginePort)}");
    }

    /// <summary>The states that the kernel entered on this connection after ESTABLISHED.</summary>
    internal TcpState[] KernelPath(int kernelPort, int enginePort)
    {
        _kernelSteps.AddRange(_tracer.Take());
        return _kernelSteps.Where(step => step.LocalPort == kernelPort && step.RemotePort == enginePort)
            .Select(step => step.To).SkipWhile(state => state != TcpState.Established).Skip(1).ToArray();
    }

    /// <summary>The states that the engine entered on this connection after ESTABLISHED.</summary>
    internal TcpState[] EnginePath(int serial)
    {
        lock (_gate)
        {
            return _engineSteps[serial].SkipWhile(state => state != TcpState.Established).Skip(1).ToArray();
        }
    }

    internal void AssertPaths(Pairing pair, TcpState[] engine, TcpState[] kernel)
    {
        WaitFor(
            () => KernelPath(pair.KernelPort, pair.EnginePort).Length >= kernel.Length,
            () => "kernel took " + string.Join(' ', KernelPath(pair.KernelPort, pair.EnginePort)));
        Assert.Equal(kernel, KernelPath(pair.KernelPort, pair.EnginePort));
        Assert.Equal(engine, EnginePath(pair.Serial));
    }

    /// <summary>Opens a connection from the engine to a new listener of the kernel.</summary>
    internal Pairing Open(int number)
    {
        int kernelPort = FirstPort + number;
        int enginePort = 40000 + number;
        _peer.Listen(kernelPort);
        int handle = Call((engine, now) => engine.Connect(KernelPeer.KernelAddress, kernelPort, enginePort, now));
        Await(handle, TcpState.Established);
        int serial = Call((engine, now) => engine.SerialOf(handle));
        return new Pairing(handle, serial, kernelPort, enginePort, _peer.AcceptSocket(kernelPort));
    }

    internal static void WaitFor(Func<bool> condition, Func<string> otherwise, int waitMs = WaitMs)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.ElapsedMilliseconds < waitMs, otherwise());
            Thread.Sleep(1);
        }
    }

    private void Pump()
    {
        byte[] packet = new byte[2048];
        while (!_ended)
        {
            int length = _link.Receive(packet, 1);
            lock (_gate)
            {
                if (length > 0)
                {
                    Engine.SegmentArrives(packet, 0, length, Now);
                }

                Engine.Advance(Now);
            }
        }
    }
}
