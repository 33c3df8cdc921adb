using System;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;

namespace NanoTcpClose.Companion.Decode;

/// <summary>Finds <c>~NTC1 ...*CRC</c> lines in text; everything else passes on untouched.</summary>
internal sealed class TextSkin
{
    private const int MaxLine = 128;

    private readonly ITraceSink _sink;
    private readonly EpochClock _clock;
    private readonly byte[] _line = new byte[MaxLine];
    private readonly byte[] _body = new byte[MaxLine];
    private int _length;

    public TextSkin(ITraceSink sink, EpochClock clock)
    {
        _sink = sink;
        _clock = clock;
    }

    private static ReadOnlySpan<byte> Mark => "~NTC1"u8;

    /// <summary>Takes text; bytes from a mark on are held until their line ends.</summary>
    public void Feed(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (_length == 0)
            {
                int mark = text.IndexOf(Mark[0]);
                int pass = mark < 0 ? text.Length : mark;
                Pass(text[..pass]);
                text = text[pass..];
                if (text.IsEmpty)
                {
                    return;
                }
            }

            int end = text.IndexOf((byte)'\n');
            int n = Math.Min(end < 0 ? text.Length : end + 1, MaxLine - _length);
            text[..n].CopyTo(_line.AsSpan(_length));
            _length += n;
            text = text[n..];
            if (_line[_length - 1] == '\n')
            {
                EndLine();
            }
            else
            {
                KeepWhatMayBeMark();
            }
        }
    }

    /// <summary>Lets go of what is held; a line that may still become a record stays unless all must go.</summary>
    public void Flush(bool all)
    {
        if (_length != 0 && (all || !MayBeMark()))
        {
            int length = _length;
            _length = 0;
            Pass(_line.AsSpan(0, length));
        }
    }

    /// <summary>
    /// What cannot become a record goes on as text, up to the next byte that may begin a mark: it is held wherever
    /// the portion ends.
    /// </summary>
    private void KeepWhatMayBeMark()
    {
        while (_length == MaxLine || (_length != 0 && !MayBeMark()))
        {
            int next = _line.AsSpan(1, _length - 1).IndexOf(Mark[0]);
            int pass = next < 0 ? _length : next + 1;
            Pass(_line.AsSpan(0, pass));
            _line.AsSpan(pass, _length - pass).CopyTo(_line);
            _length -= pass;
        }
    }

    private bool MayBeMark()
    {
        int n = Math.Min(_length, Mark.Length);
        return _line.AsSpan(0, n).SequenceEqual(Mark[..n]);
    }

    private void Pass(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            _sink.OnText(text);
        }
    }

    private void EndLine()
    {
        ReadOnlySpan<byte> line = _line.AsSpan(0, _length);
        _length = 0;
        int mark = line.LastIndexOf(Mark);
        if (mark >= 0 && TryLine(line[(mark + Mark.Length)..].TrimEnd("\r\n"u8), out int length))
        {
            Pass(line[..mark]);
            _clock.Accept(_body.AsSpan(0, length));
        }
        else
        {
            Pass(line);
        }
    }

    private bool TryLine(ReadOnlySpan<byte> content, out int length)
    {
        length = 0;
        int star = content.LastIndexOf((byte)'*');
        if (star < 0 || content.Length != star + 5
            || !Utf8Parser.TryParse(content[(star + 1)..], out ushort crc, out int used, 'X') || used != 4
            || FrameCodec.Crc(content[..star]) != crc)
        {
            return false;
        }

        content = content[..star];
        return TakeHeader(ref content, out int type) && TakeFields(content, type, out length)
            && TraceRecord.LengthFits(type, _body.AsSpan(7, length - 7));
    }

    private bool TakeHeader(ref ReadOnlySpan<byte> content, out int type)
    {
        ReadOnlySpan<byte> letter = Word(ref content);
        ReadOnlySpan<byte> sequence = Word(ref content);
        ReadOnlySpan<byte> tick = Word(ref content);
        type = letter.Length == 1 ? "HTOSKDFXN"u8.IndexOf(letter[0]) : -1;
        if (type < 0 || !Utf8Parser.TryParse(sequence, out ushort number, out int a, 'X') || a != sequence.Length
            || !Utf8Parser.TryParse(tick, out uint ticks, out int b) || b != tick.Length)
        {
            return false;
        }

        _body[0] = (byte)((TraceDecoder.Version << 4) | type);
        BinaryPrimitives.WriteUInt16LittleEndian(_body.AsSpan(1), number);
        BinaryPrimitives.WriteUInt32LittleEndian(_body.AsSpan(3), ticks);
        return true;
    }

    private bool TakeFields(ReadOnlySpan<byte> content, int type, out int length)
    {
        length = 7;
        // A transition whose words would not fit a line comes in base 64, which knows no '>'.
        return type == (int)RecordType.Transition && content.Contains((byte)'>')
            ? TakeTransition(content, ref length)
            : TakeBase64(content.TrimStart((byte)' '), ref length);
    }

    private bool TakeTransition(ReadOnlySpan<byte> content, ref int length)
    {
        ReadOnlySpan<byte> serial = Word(ref content);
        ReadOnlySpan<byte> arrow = Word(ref content);
        ReadOnlySpan<byte> cause = Word(ref content);
        int sharp = arrow.IndexOf((byte)'>');
        if (sharp < 0 || !Utf8Parser.TryParse(serial, out ushort connection, out int used) || used != serial.Length
            || !TraceNames.TryState(arrow[..sharp], out TcpState from)
                || !TraceNames.TryState(arrow[(sharp + 1)..], out TcpState to)
            || !TraceNames.TryCause(cause, out TransitionCause why))
        {
            return false;
        }

        int flags = 0;
        while (!content.IsEmpty)
        {
            ReadOnlySpan<byte> word = Word(ref content);
            if (word.StartsWith("rx="u8) && Utf8Parser.TryParse(word[3..], out int count, out _))
            {
                flags |= count & 15;
            }

            flags |= word.SequenceEqual("inf"u8) ? 0x10 : word.SequenceEqual("unc"u8) ? 0x20 : 0;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(_body.AsSpan(7), connection);
        _body[9] = (byte)(((int)from << 4) | (int)to);
        _body[10] = (byte)why;
        _body[11] = (byte)flags;
        length = 12;
        return true;
    }

    private bool TakeBase64(ReadOnlySpan<byte> content, ref int length)
    {
        int bits = 0;
        int held = 0;
        foreach (byte c in content)
        {
            int digit = c switch
            {
                >= (byte)'A' and <= (byte)'Z' => c - 'A',
                >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                _ => -1,
            };
            if (digit < 0)
            {
                return false;
            }

            held = ((held << 6) | digit) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                _body[length++] = (byte)(held >> bits);
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> Word(ref ReadOnlySpan<byte> content)
    {
        content = content.TrimStart((byte)' ');
        int end = content.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? content : content[..end];
        content = end < 0 ? default : content[end..];
        return word;
    }
}
