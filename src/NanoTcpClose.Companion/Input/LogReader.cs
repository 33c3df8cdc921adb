using System;
using System.Collections.Generic;
using System.Text;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Input;

/// <summary>
/// Bytes of a serial line to log entries, in any portions. A chunk between two zeros is a record if COBS, length, CRC, version and
/// type hold; else its tail is tried, for text may stand in front of a frame whose opening zero was lost; else it is text.
/// </summary>
public sealed class LogReader
{
    // A frame's second byte is 0x10 to 0x1F, so text never looks like the beginning of one for longer than this.
    private const int MaximumChunk = 4096;
    private const int ShortestFrame = 13;
    private const int LongestTail = 48;

    private readonly Action<LogEvent> _sink;
    private readonly SequenceTracker _tracker = new();
    private readonly List<byte> _chunk = [];
    private readonly StringBuilder _line = new();
    private readonly byte[] _body = new byte[512];
    private DateTimeOffset _now;

    /// <summary>Entries go to the sink in order.</summary>
    public LogReader(Action<LogEvent> sink)
    {
        _sink = sink;
    }

    /// <summary>Bytes that were neither record nor printable text.</summary>
    public long GarbageBytes { get; private set; }

    /// <summary>Takes bytes as they came at that time.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, DateTimeOffset hostTime)
    {
        _now = hostTime;
        foreach (byte value in bytes)
        {
            if (value == 0)
            {
                EndChunk();
                continue;
            }

            _chunk.Add(value);
            bool lineEnd = value == '\n' && IsText(_chunk);
            if (lineEnd || _chunk.Count >= MaximumChunk)
            {
                TakeText(_chunk.ToArray());
                _chunk.Clear();
            }
        }
    }

    /// <summary>Shows what is held back: called when the line is quiet or at its end.</summary>
    public void Flush(bool end = false)
    {
        if (_chunk.Count > 0 && (end || IsText(_chunk)))
        {
            EndChunk();
        }

        if (_line.Length > 0 && end)
        {
            EndLine();
        }
    }

    private void EndChunk()
    {
        if (_chunk.Count == 0)
        {
            return;
        }

        byte[] chunk = _chunk.ToArray();
        _chunk.Clear();
        for (int start = 0; start >= 0; start = NextTry(start, chunk.Length))
        {
            int length = Framing.Decode(chunk.AsSpan(start), _body);
            LogEvent? entry = length < 0 ? null : RecordParser.Parse(_body.AsSpan(0, length), _now);
            if (entry is not null)
            {
                TakeText(chunk.AsSpan(0, start));
                Emit(entry);
                return;
            }
        }

        TakeText(chunk);
    }

    private static int NextTry(int start, int length)
    {
        int next = Math.Max(start + 1, length - LongestTail);
        return length - next >= ShortestFrame ? next : -1;
    }

    private void Emit(LogEvent entry)
    {
        foreach (LogEvent tracked in _tracker.Track(entry))
        {
            _sink(tracked);
        }
    }

    private void TakeText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        foreach (byte value in bytes)
        {
            GarbageBytes += IsTextByte(value) ? 0 : 1;
        }

        foreach (char symbol in Encoding.UTF8.GetString(bytes))
        {
            if (symbol == '\n')
            {
                EndLine();
            }
            else
            {
                _line.Append(symbol);
            }
        }
    }

    private void EndLine()
    {
        string line = _line.ToString();
        _line.Clear();
        int mark = line.LastIndexOf("~NTC1 ", StringComparison.Ordinal);
        LogEvent? entry = mark < 0 ? null : RecordParser.ParseLine(line.AsSpan(mark), _now);
        string text = TextStrip.Clean(entry is null ? line : line[..mark]);
        if (text.Length > 0)
        {
            _sink(new LogEvent { Kind = LogEventKind.Text, HostTime = _now, Text = text });
        }

        if (entry is not null)
        {
            Emit(entry);
        }
    }

    private static bool IsText(List<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            if (!IsTextByte(value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsTextByte(byte value)
    {
        return value >= 0x20 ? value != 0x7F : value is 9 or 10 or 13 or 27;
    }
}
