using System;
using BenchmarkDotNet.Attributes;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Benchmarks;

/// <summary>Whole closes between two ends in one engine; allocations must be 0 B.</summary>
[MemoryDiagnoser]
public class EngineSuite
{
    private EngineLoop _loop = null!;

    [Params(16, 60000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _loop = new EngineLoop(Entries);
        _loop.Fill(Entries);
        _loop.PrepareHits(Entries);
    }

    [Benchmark(OperationsPerInvoke = 80, Description = "open, close in three segments, drop")]
    public double Three() => _loop.Closes("close3", 80);

    [Benchmark(OperationsPerInvoke = 80, Description = "open, close in four segments, drop")]
    public double Four() => _loop.Closes("close4", 80);

    [Benchmark(OperationsPerInvoke = 80, Description = "open, simultaneous close, drop")]
    public double Simultaneous() => _loop.Closes("simultaneous", 80);

    [Benchmark(OperationsPerInvoke = 64, Description = "repeated FIN on TIME-WAIT")]
    public double Hits() => _loop.Hits(64);

    [Benchmark(OperationsPerInvoke = 64, Description = "advance, nothing due")]
    public double Ticks() => _loop.Ticks(64);
}

/// <summary>One 40-byte segment.</summary>
[MemoryDiagnoser]
public class CodecSuite
{
    private readonly byte[] _packet = new byte[64];
    private readonly SegmentHeader _read = new();
    private readonly SegmentHeader _header = new()
    {
        Source = 0xC0000201,
        Destination = 0xC6336401,
        SourcePort = 5000,
        DestinationPort = 80,
        Flags = TcpFlags.Fin | TcpFlags.Ack,
        Window = 1024,
    };

    public CodecSuite()
    {
        SegmentCodec.Build(_packet, _header, 1);
    }

    [Benchmark(Description = "build and checksum 40 bytes")]
    public int Build() => SegmentCodec.Build(_packet, _header, 1);

    [Benchmark(Description = "parse and verify 40 bytes")]
    public ParseResult Parse() => SegmentCodec.Parse(_packet, 0, 40, _read, true);
}

/// <summary>Records into the ring and out of it.</summary>
[MemoryDiagnoser]
public class TraceSuite
{
    private readonly TraceRing _ring = new(4096);
    private readonly byte[] _line = new byte[256];

    [Benchmark(Description = "transition into the ring")]
    public void Transition() => _ring.Transition(1, 5, 6, 4, 0, 12345);

    [Benchmark(Description = "transition into the ring and out as a frame")]
    public int Frame()
    {
        _ring.Transition(1, 5, 6, 4, 0, 12345);
        return _ring.Drain(_line, 256, false);
    }

    [Benchmark(Description = "transition into the ring and out as a text line")]
    public int Text()
    {
        _ring.Transition(1, 5, 6, 4, 0, 12345);
        return _ring.Drain(_line, 256, true);
    }
}

/// <summary>A line of 10,000 records; figures are for one record.</summary>
[MemoryDiagnoser]
public class DecoderSuite
{
    private const int Records = 10000;
    private readonly byte[] _clean = TraceStream.Clean(Records);
    private readonly byte[] _dirty = TraceStream.Dirty(Records);
    private readonly TraceDecoder _decoder = new(new CountingSink());

    [Benchmark(OperationsPerInvoke = Records, Description = "decode, clean line")]
    public void Clean() => _decoder.Feed(_clean);

    [Benchmark(OperationsPerInvoke = Records, Description = "decode, text between and damage")]
    public void Dirty() => _decoder.Feed(_dirty);
}
