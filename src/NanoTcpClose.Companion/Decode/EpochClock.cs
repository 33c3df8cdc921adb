using System;
using System.Buffers.Binary;

namespace NanoTcpClose.Companion.Decode;

/// <summary>Follows boot ids, sequence numbers and ticks of a line, and passes records on with the gaps before them.</summary>
internal sealed class EpochClock
{
    private const int Backwards = 0x8000;

    private readonly ITraceSink _sink;
    private uint _bootId;
    private bool _booted;
    private bool _counting;
    private int _expected;
    private uint _lastTick;
    private long _total;

    public EpochClock(ITraceSink sink)
    {
        _sink = sink;
    }

    /// <summary>Takes a body whose check was good.</summary>
    public void Accept(ReadOnlySpan<byte> body)
    {
        RecordType type = (RecordType)(body[0] & 15);
        int sequence = BinaryPrimitives.ReadUInt16LittleEndian(body[1..]);
        uint tick = BinaryPrimitives.ReadUInt32LittleEndian(body[3..]);
        ReadOnlySpan<byte> fields = body[7..];
        bool boots = type == RecordType.Hello && (!_booted || BinaryPrimitives.ReadUInt32LittleEndian(fields[3..]) != _bootId);
        if (boots)
        {
            bool first = !_booted && _counting;
            _booted = true;
            _bootId = BinaryPrimitives.ReadUInt32LittleEndian(fields[3..]);
            _counting = first;
        }

        Unwrap(tick);
        TraceRecord record = new(type, sequence, tick, _total, fields);
        if (boots)
        {
            _sink.OnEpoch(in record);
        }

        Count(type, sequence, record);
        _sink.OnRecord(in record);
    }

    private void Unwrap(uint tick)
    {
        _total = _counting ? _total + (int)(tick - _lastTick) : tick;
        _lastTick = tick;
    }

    private void Count(RecordType type, int sequence, in TraceRecord record)
    {
        int gap = _counting ? (sequence - _expected) & 0xFFFF : 0;
        int dropped = type == RecordType.Drop ? (int)Math.Min(record.Dropped, int.MaxValue) : 0;
        int first = _counting ? _expected : dropped == 0 ? sequence : (sequence + 1 - dropped) & 0xFFFF;
        bool known = _counting;
        _counting = true;
        _expected = (sequence + 1) & 0xFFFF;
        if (dropped != 0)
        {
            // A DROP record has the number of the last record that the device dropped, so the gap ends with it.
            int lost = known ? (gap + 1 - dropped) & 0xFFFF : 0;
            _sink.OnGap(lost < Backwards ? new TraceGap(first, dropped + lost, dropped, false) : new TraceGap(first, 0, 0, true));
        }
        else if (gap != 0)
        {
            _sink.OnGap(gap < Backwards ? new TraceGap(first, gap, 0, false) : new TraceGap(first, 0, 0, true));
        }
    }
}
