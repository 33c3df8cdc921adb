using System;
using System.Collections.Generic;
using NanoTcpClose.Companion.Decode;

namespace NanoTcpClose.Soak.Damage;

/// <summary>
/// The project's own: the device's encoder and the companion's decoder. One ring for all, so that numbers run on.
/// </summary>
internal sealed class NtclFraming : IFraming, ITraceSink
{
    private readonly TraceRing _ring = new(256);
    private readonly byte[] _buffer = new byte[256];
    private readonly bool _text;
    private List<LogRecord> _records = [];
    private long _missing;

    public NtclFraming(bool text)
    {
        _text = text;
    }

    public string Name => _text ? "NTCL/1 text skin" : "NTCL/1";

    public byte[] Encode(in LogRecord record)
    {
        _ring.Transition(record.Serial, record.From, record.To, record.Cause, 0, record.Tick);
        int length = _ring.Drain(_buffer, _buffer.Length, _text);
        return _buffer[..length];
    }

    public List<LogRecord> Decode(byte[] line, out long announced)
    {
        _records = [];
        _missing = 0;
        TraceDecoder decoder = new(this);
        for (int at = 0; at < line.Length; at += 512)
        {
            decoder.Feed(line.AsSpan(at, Math.Min(512, line.Length - at)));
        }

        decoder.End();
        announced = _missing;
        return _records;
    }

    public void OnEpoch(in TraceRecord hello)
    {
        // No HELLO is on the line.
    }

    public void OnRecord(in TraceRecord record)
    {
        bool transition = record.Type == RecordType.Transition;
        _records.Add(transition
            ? new LogRecord(
                record.Sequence, record.Tick, record.Connection, (int)record.From, (int)record.To, (int)record.Cause)
            : new LogRecord(record.Sequence, record.Tick, -1, 0, 0, 0));
    }

    public void OnGap(in TraceGap gap)
    {
        _missing += gap.Missing;
    }

    public void OnText(ReadOnlySpan<byte> bytes)
    {
        // Text is not counted here.
    }

    public void OnUnknownVersion(int version)
    {
        // Counted as what it is: a record that did not arrive.
    }
}
