using System;
using System.Collections.Generic;
using System.Diagnostics;
using NanoTcpClose.Fuzz;
using NanoTcpClose.Fuzz.Targets;

namespace NanoTcpClose.Soak.Attack;

/// <summary>One run: honest closes at a steady rate, a flood beside them.</summary>
internal sealed class FloodRun : ICloseEngineHost
{
    public const int Mixed = 0;
    public const int Strangers = 1;

    private const int Honest = 8;
    private const int StepUs = 1000;
    private const int TripUs = 10_000;
    private const int LongestCloses = 1_000_000;

    private readonly SegmentForge _forge = new();
    private readonly SegmentHeader _seen = new();
    private readonly CloseEngine _engine;
    private readonly HonestPeer[] _peers = new HonestPeer[Honest];
    private readonly List<double> _latencies = new(LongestCloses);
    private readonly int _mode;
    private readonly long _end;
    private long _now = 1_000_000;
    private bool _flooding;
    private int _inThisSecond;
    private long _ticks;

    public FloodRun(int segmentsPerSecond, double seconds, int mode)
    {
        _mode = mode;
        CloseEngineOptions options = new() { MslMs = 100, Secret0 = 1, Secret1 = 2 };
        _engine = new CloseEngine(options, SegmentForge.Local, this, null, _now);
        Fill();
        for (int k = 0; k < Honest; k++)
        {
            _peers[k] = new HonestPeer(_engine, 100 + k, TripUs);
        }

        _end = _now + (long)(seconds * 1_000_000);
        FuzzRandom random = new(9);
        Pass(random, segmentsPerSecond / (1_000_000 / StepUs));
    }

    public long Forged { get; private set; }

    public long Answers { get; private set; }

    public int MostInASecond { get; private set; }

    public int Closes => _latencies.Count;

    public long Allocated { get; private set; }

    public double NanosecondsEach => _ticks * 1e9 / Stopwatch.Frequency / Math.Max(1, Forged);

    public double Latency(double share)
    {
        _latencies.Sort();
        return _latencies.Count == 0 ? 0 : _latencies[(int)(share * (_latencies.Count - 1))];
    }

    public bool Transmit(byte[] datagram, int length)
    {
        if (_flooding)
        {
            Answers++;
            _inThisSecond++;
            return true;
        }

        SegmentCodec.Parse(datagram, 0, length, _seen, false);
        foreach (HonestPeer peer in _peers)
        {
            peer?.Sees(_seen, _now);
        }

        return true;
    }

    public void OnEvent(int handle, CloseEvent what, int value)
    {
        // The honest peers look at segments only.
    }

    /// <summary>
    /// Eight connections that the flood names, one of each closing state and ESTABLISHED; TIME-WAIT full.
    /// </summary>
    private void Fill()
    {
        TcpState[] states =
        [
            TcpState.Established, TcpState.FinWait1, TcpState.FinWait2, TcpState.CloseWait, TcpState.Closing,
                TcpState.LastAck,
            TcpState.Established, TcpState.CloseWait,
        ];
        for (int k = 0; k < states.Length + 16; k++)
        {
            _engine.Place(
                new EngineFixture
                {
                    State = k < states.Length ? states[k] : TcpState.TimeWait,
                    RemoteAddress = SegmentForge.Remote,
                    RemotePort = SegmentForge.FirstRemotePort + k,
                    LocalPort = SegmentForge.LocalPort,
                    HalfClosed = true,
                },
                _now);
        }
    }

    private void Pass(FuzzRandom random, int perStep)
    {
        long second = _now;
        while (_now < _end)
        {
            _now += StepUs;
            _engine.Advance(_now);
            foreach (HonestPeer peer in _peers)
            {
                if (peer.Step(_now) is double latency)
                {
                    _latencies.Add(latency);
                }
            }

            Flood(random, perStep);
            if (_now - second >= 1_000_000)
            {
                second = _now;
                MostInASecond = Math.Max(MostInASecond, _inThisSecond);
                _inThisSecond = 0;
            }
        }

        MostInASecond = Math.Max(MostInASecond, _inThisSecond);
    }

    private void Flood(FuzzRandom random, int count)
    {
        _flooding = true;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int k = 0; k < count; k++)
        {
            ulong dice = random.Next();
            SegmentHeader h = _forge.From(_mode == Mixed ? (int)(dice & 31) : 1000 + (int)(dice & 0x3FFF));
            h.Flags = (dice >> 20 & 7) switch
            {
                0 or 1 => TcpFlags.Rst,
                2 => TcpFlags.Syn,
                3 => TcpFlags.Fin | TcpFlags.Ack,
                _ => TcpFlags.Ack,
            };
            h.PayloadLength = (dice >> 20 & 7) == 5 ? 10 : 0;
            h.Seq = (uint)(dice >> 32);
            h.Ack = (uint)random.Next();
            _engine.SegmentArrives(_forge.Packet, 0, _forge.Build(), _now);
        }

        _ticks += Stopwatch.GetTimestamp() - start;
        Allocated += GC.GetAllocatedBytesForCurrentThread() - allocated;
        Forged += count;
        _flooding = false;
    }
}
