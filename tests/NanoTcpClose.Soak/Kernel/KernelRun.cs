// Invariant: one lock around the engine; the pump thread and the run are the only ones that enter it.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Fuzz;
using NanoTcpClose.KernelTests;
using NanoTcpClose.VirtualBoard;
using NanoTcpClose.VirtualBoard.Linux;

namespace NanoTcpClose.Soak.Kernel;

/// <summary>The engine and the kernel, connections in batches, a rough line while they close.</summary>
internal sealed class KernelRun : ICloseEngineHost, IDisposable
{
    private const uint EngineAddress = 0xC0000201;
    private const int Batch = 1000;
    private const int KernelPorts = 6;
    private const int FirstKernelPort = 6000;
    private const int FirstEnginePort = 10000;
    private const int EnginePorts = 50000;
    private const int WaitMs = 90_000;
    private const int KernelTries = 300;
    private const int KernelPauseMs = 300;

    private readonly object _gate = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly KernelPeer _peer = new();
    private readonly RoughLink _link;
    private readonly SocketDiagnosis _diagnosis;
    private readonly CloseEngine _engine;
    private readonly FuzzRandom _random;
    private readonly Thread _pump;
    private readonly byte[] _data = new byte[512];
    private volatile bool _ended;
    private int _number;
    private long _openedBeside;
    private int _harmedBeside;
    private readonly List<(int KernelPort, int Port)> _left = [];

    public KernelRun(int seed)
    {
        _random = new FuzzRandom((ulong)seed);
        _link = new RoughLink(_peer.BoardLink, seed);
        _diagnosis = new SocketDiagnosis(_peer.Space);
        CloseEngineOptions options = new()
        {
            Connections = Batch + 16,
            TimeWaitEntries = 2048,
            MslMs = 300,
            RtoInitialMs = 100,
            RtoMinMs = 100,
            RtoMaxMs = 800,
            FinWait2TimeoutMs = 1500,

            // A thousand closes at once, some by abort: what the kernel still sends is answered without delay.
            ResetBudget = 100_000,
            ReceiveBuffer = 256,
            SendBuffer = 256,
            TraceSegments = false,
            Secret0 = 1,
            Secret1 = 2,
        };
        _engine = new CloseEngine(options, EngineAddress, this, null, Now);
        _engine.Transitioned = Count;
        // A kernel whose peer vanished would else keep FIN-WAIT-2 for a minute.
        _peer.Space.Run(() =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/tcp_fin_timeout", "2");
            return 0;
        });
        for (int k = 0; k < KernelPorts; k++)
        {
            _peer.Listen(FirstKernelPort + k);
        }

        _pump = new Thread(Pump) { IsBackground = true };
        _pump.Start();
    }

    public long Opened => _engine.Counters[(int)EngineCounter.Opened] + _openedBeside;

    public long[] EndedBy { get; } = new long[32];

    public int Illegal { get; private set; }

    public long Accepted { get; private set; }

    public long KernelLeft { get; private set; }

    public int Harmed => _link.Harmed + _harmedBeside;

    public double Minutes => _watch.Elapsed.TotalMinutes;

    public string KernelName => _peer.Description;

    public long FirstMemory { get; private set; }

    public long LastMemory { get; private set; }

    private long Now => _watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;

    public bool Transmit(byte[] datagram, int length)
    {
        return _link.Send(datagram, length);
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        if (what == CloseEvent.DataArrived)
        {
            _engine.Receive(handle, _data, 0, _data.Length, Now);
        }
    }

    public void Run(int closes)
    {
        for (int done = 0; done < closes; done += Batch)
        {
            RunBatch(Math.Min(Batch, closes - done));
            if (done <= closes / 10)
            {
                FirstMemory = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        CheckLeft();
        LastMemory = GC.GetTotalMemory(forceFullCollection: true);
        WaitUntil(() => Locked(() => _engine.TimeWaitCount == 0 ? 1 : 0) == 1);
    }

    /// <summary>Takes the account of a run in another namespace into this one's.</summary>
    public void Add(KernelRun other)
    {
        for (int cause = 0; cause < EndedBy.Length; cause++)
        {
            EndedBy[cause] += other.EndedBy[cause];
        }

        _openedBeside += other.Opened;
        _harmedBeside += other.Harmed;
        Accepted += other.Accepted;
        KernelLeft += other.KernelLeft;
        Illegal += other.Illegal;
    }

    public void Dispose()
    {
        _ended = true;
        _pump.Join();
        _diagnosis.Dispose();
        _peer.Dispose();
    }

    private void RunBatch(int count)
    {
        _link.Rough = false;
        int kernelPort = FirstKernelPort + (_number / EnginePorts % KernelPorts);
        int firstPort = FirstEnginePort + (_number % EnginePorts);
        _number += Batch;
        int[] handles = new int[count];
        for (int k = 0; k < count; k++)
        {
            int port = firstPort + k;
            handles[k] = Locked(() => _engine.Connect(KernelPeer.KernelAddress, kernelPort, port, Now));
        }

        WaitUntil(() => All(handles, TcpState.Established, TcpState.Established));
        Dictionary<int, Socket> sockets = [];
        for (int k = 0; k < count; k++)
        {
            Socket socket = _peer.AcceptSocket(kernelPort);
            sockets.Add(((IPEndPoint)socket.RemoteEndPoint!).Port, socket);
            Accepted++;
        }

        _link.Rough = true;
        for (int k = 0; k < count; k++)
        {
            CloseOne(handles[k], sockets[firstPort + k]);
        }

        // Who has not closed by now does it now, over the same line.
        for (int k = 0; k < count; k++)
        {
            int handle = handles[k];
            Locked(() => _engine.Close(handle, Now));
            sockets[firstPort + k].Dispose();
        }

        WaitUntil(() => All(handles, TcpState.TimeWait, TcpState.Closed));
        NoteLeft(kernelPort, firstPort, count);
    }

    /// <summary>
    /// Connections that the kernel still repeats a FIN for: its timer doubles with each loss, so they are looked at
    /// again at the very end instead of now.
    /// </summary>
    private void NoteLeft(int kernelPort, int firstPort, int count)
    {
        for (int port = firstPort; port < firstPort + count; port++)
        {
            if (AtKernel(kernelPort, port))
            {
                _left.Add((kernelPort, port));
            }
        }
    }

    private void CheckLeft()
    {
        _link.Rough = false;
        for (int tries = 0; _left.Count > 0 && tries < KernelTries; tries++)
        {
            _left.RemoveAll(pair => !AtKernel(pair.KernelPort, pair.Port));
            Thread.Sleep(KernelPauseMs);
        }

        KernelLeft = _left.Count;
    }

    private bool AtKernel(int kernelPort, int port)
    {
        TcpState state = _diagnosis.StateOf(KernelPeer.KernelAddress, kernelPort, EngineAddress, port);
        return state is not (TcpState.TimeWait or TcpState.Closed);
    }

    private void CloseOne(int handle, Socket socket)
    {
        switch (_random.Below(7))
        {
            case 0:
                Locked(() => _engine.Close(handle, Now));
                break;
            case 1:
                socket.Close();
                break;
            case 2:
                Locked(() => _engine.Close(handle, Now));
                socket.Close();
                break;
            case 3:
                Locked(() => _engine.ShutdownWrite(handle, Now));
                socket.Shutdown(SocketShutdown.Send);
                break;
            case 4:
                Locked(() => _engine.Send(handle, _data, 0, 200, Now));
                socket.Send(_data, 0, 100, SocketFlags.None, out _);
                Locked(() => _engine.ShutdownWrite(handle, Now));
                break;
            case 5:
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
                break;
            default:
                Locked(() => _engine.Abort(handle, Now));
                break;
        }
    }

    private bool All(int[] handles, TcpState one, TcpState other)
    {
        lock (_gate)
        {
            foreach (int handle in handles)
            {
                TcpState state = _engine.StateOf(handle);
                if (state != one && state != other)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static void WaitUntil(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition() && watch.ElapsedMilliseconds < WaitMs)
        {
            Thread.Sleep(5);
        }
    }

    private int Locked(Func<int> call)
    {
        lock (_gate)
        {
            return call();
        }
    }

    private void Count(int serial, TcpState from, TcpState to, TransitionCause cause)
    {
        Illegal += TransitionTable.IsLegal(from, to, cause) ? 0 : 1;
        if (to == TcpState.Closed)
        {
            EndedBy[(int)cause]++;
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
                    _engine.SegmentArrives(packet, 0, length, Now);
                }

                _engine.Advance(Now);
            }
        }
    }
}
