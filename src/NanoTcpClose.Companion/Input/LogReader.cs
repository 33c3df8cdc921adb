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
    private readonly System.Text.Decoder _utf8 = Encoding.UTF8.GetDecoder();
    private readonly char[] _chars = new char[1024];
    private DateTimeOffset _now;
    private int _odd;

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

    /// <summary>The line broke off: what was half received belongs to nothing that comes later.</summary>
    public void Break()
    {
        End();
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
        while (!bytes.IsEmpty)
        {
            int n = Math.Min(bytes.Length, _chars.Length);
            int got = _utf8.GetChars(bytes[..n], _chars, flush: false);
            Take(_chars.AsSpan(0, got));
            bytes = bytes[n..];
        }
    }

    void ITraceSink.OnUnknownVersion(int version)
    {
        _sink(new LogEvent { Kind = LogEventKind.Unknown, HostTime = _now, Detail = version });
    }

    private void Take(ReadOnlySpan<char> symbols)
    {
        foreach (char symbol in symbols)
        {
            if (symbol == '\n' || _line.Length >= LongestLine)
            {
                EndLine();
            }

            if (symbol != '\n')
            {
                _line.Append(symbol);
                bool plain = !char.IsControl(symbol) || symbol is '\r' or '\t' or '\x1b';
                _odd += plain && symbol != '\uFFFD' ? 0 : 1;
            }
        }
    }

    // The rest of a torn record, or a line at the wrong speed, is no text: its length says more than its letters.
    private void EndLine()
    {
        int length = _line.Length;
        bool noise = _odd * 4 > length;
        string text = noise ? "<" + length + " bytes that are neither record nor text>"
            : TextStrip.Clean(_line.ToString());
        _line.Clear();
        _odd = 0;
        if (text.Length > 0 && length > 0)
        {
            _sink(new LogEvent { Kind = LogEventKind.Text, HostTime = _now, Text = text });
        }
    }
}
