using System;
using System.Text;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>Bytes of a serial line to log entries, in any portions: the decoder's records copied, its text made safe and cut into lines.</summary>
public sealed class LogReader : ITraceSink
{
    private const int LongestLine = 4096;

    private readonly Action<LogEvent> _sink;
    private readonly TraceDecoder _decoder;
    private readonly StringBuilder _line = new();
    private DateTimeOffset _now;

    /// <summary>Entries go to the sink in order.</summary>
    public LogReader(Action<LogEvent> sink)
    {
        _sink = sink;
        _decoder = new TraceDecoder(this);
    }

    /// <summary>Takes bytes as they came at that time.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset hostTime)
    {
        _now = hostTime;
        _decoder.Feed(bytes);
    }

    /// <summary>The line is quiet: what is surely text is let go.</summary>
    public void Idle()
    {
        _decoder.Idle();
    }

    /// <summary>The bytes are at their end.</summary>
    public void End()
    {
        _decoder.End();
        EndLine();
    }

    void ITraceSink.OnEpoch(in TraceRecord hello)
    {
        // The same HELLO follows as a record and carries everything.
    }

    void ITraceSink.OnRecord(in TraceRecord record)
    {
        _sink(EventMaker.Make(record, _now));
    }

    void ITraceSink.OnGap(in TraceGap gap)
    {
        _sink(new LogEvent
        {
            Kind = LogEventKind.Gap,
            HostTime = _now,
            Sequence = gap.FirstSequence,
            Count = gap.Missing,
            Detail = gap.DroppedByDevice,
        });
    }

    void ITraceSink.OnText(ReadOnlySpan<byte> bytes)
    {
        foreach (char symbol in Encoding.UTF8.GetString(bytes))
        {
            if (symbol == '\n' || _line.Length >= LongestLine)
            {
                EndLine();
            }

            if (symbol != '\n')
            {
                _line.Append(symbol);
            }
        }
    }

    void ITraceSink.OnUnknownVersion(int version)
    {
        _sink(new LogEvent { Kind = LogEventKind.Unknown, HostTime = _now, Detail = version });
    }

    private void EndLine()
    {
        string text = TextStrip.Clean(_line.ToString());
        _line.Clear();
        if (text.Length > 0)
        {
            _sink(new LogEvent { Kind = LogEventKind.Text, HostTime = _now, Text = text });
        }
    }
}
