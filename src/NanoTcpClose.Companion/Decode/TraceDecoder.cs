// Invariant: every byte that is fed comes out exactly once: inside a record, or as text in its place. A record is delivered only
// if COBS, length, CRC, version and type hold. Memory is bounded whatever comes in.

using System;

namespace NanoTcpClose.Companion.Decode;

/// <summary>
/// Reads NTCL/1, both skins, from a line that may also carry text. Push bytes in as they come; records, text and gaps go to the
/// sink in order. No allocation per record. Not thread-safe.
/// </summary>
public sealed class TraceDecoder
{
    /// <summary>The wire version that this build reads.</summary>
    public const int Version = 1;

    private const int MaxChunk = 256;
    private const int KeptTail = 160;
    private const int HeldText = 64;
    private const int MinTail = 12;
    private const int MaxTail = 133;

    private readonly ITraceSink _sink;
    private readonly TextSkin _text;
    private readonly EpochClock _clock;
    private readonly byte[] _chunk = new byte[MaxChunk];
    private readonly byte[] _body = new byte[MaxChunk];
    private int _length;
    private bool _idleOnce;

    /// <summary>Makes a decoder at the start of a line.</summary>
    /// <param name="sink">Receives everything.</param>
    public TraceDecoder(ITraceSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        _sink = sink;
        _clock = new EpochClock(sink);
        _text = new TextSkin(sink, _clock);
    }

    /// <summary>Takes the next bytes of the line.</summary>
    /// <param name="bytes">As received, any number.</param>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        _idleOnce = false;
        while (!bytes.IsEmpty)
        {
            int zero = bytes.IndexOf((byte)0);
            if (zero < 0)
            {
                Hold(bytes);
                return;
            }

            if (_length == 0 && zero <= MaxChunk)
            {
                EndChunk(bytes[..zero]);
            }
            else
            {
                Hold(bytes[..zero]);
                int length = _length;
                _length = 0;
                EndChunk(_chunk.AsSpan(0, length));
            }

            bytes = bytes[(zero + 1)..];
        }
    }

    /// <summary>Says that the line was silent for 50 ms: text that was held back is released. A begun frame waits once more.</summary>
    public void Idle()
    {
        int keep = _idleOnce ? 0 : _length - FrameStart(_chunk.AsSpan(0, _length));
        Release(_length - keep);
        _text.Flush(_idleOnce);
        _idleOnce = true;
    }

    /// <summary>Says that the line has ended: everything that is held comes out.</summary>
    public void End()
    {
        int length = _length;
        _length = 0;
        EndChunk(_chunk.AsSpan(0, length));
        _text.Flush(true);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int n = Math.Min(bytes.Length, MaxChunk - _length);
            bytes[..n].CopyTo(_chunk.AsSpan(_length));
            _length += n;
            bytes = bytes[n..];
            if (_length == MaxChunk)
            {
                Release(MaxChunk - KeptTail);
            }
        }

        int start = FrameStart(_chunk.AsSpan(0, _length));
        if (start >= HeldText || (start > 0 && _chunk[start - 1] == '\n'))
        {
            Release(start);
        }
    }

    /// <summary>Where in the held bytes a frame may have begun: its second byte is version and type. The end if nowhere.</summary>
    private static int FrameStart(ReadOnlySpan<byte> held)
    {
        if (held.Length == 1 && held[0] < 0x20)
        {
            // The first byte behind a zero may be a frame's first code, which looks like a newline when it is ten.
            return 0;
        }

        for (int k = 1; k < held.Length; k++)
        {
            if (held[k] >> 4 == Version && held[k] != 0x1B)
            {
                return k - 1;
            }
        }

        return held.Length != 0 && held[^1] < 0x20 && held[^1] is not ((byte)'\n' or (byte)'\r' or (byte)'\t')
            ? held.Length - 1
            : held.Length;
    }

    private void Release(int count)
    {
        if (count > 0)
        {
            _text.Feed(_chunk.AsSpan(0, count));
            _chunk.AsSpan(count, _length - count).CopyTo(_chunk);
            _length -= count;
        }
    }

    private void EndChunk(ReadOnlySpan<byte> chunk)
    {
        if (chunk.IsEmpty || TryRecord(chunk, final: true))
        {
            return;
        }

        int longest = Math.Min(chunk.Length - 1, MaxTail);
        for (int tail = longest; tail >= MinTail; tail--)
        {
            ReadOnlySpan<byte> end = chunk[^tail..];
            if (IsRecord(end))
            {
                _text.Feed(chunk[..^tail]);
                TryRecord(end, final: true);
                return;
            }
        }

        _text.Feed(chunk);
    }

    private bool IsRecord(ReadOnlySpan<byte> chunk)
    {
        return chunk[1] >> 4 == Version && TryBody(chunk, out int length) && Fits(_body.AsSpan(0, length));
    }

    private static bool Fits(ReadOnlySpan<byte> body)
    {
        return body.Length >= 7 && body[0] >> 4 == Version && TraceRecord.LengthFits(body[0] & 15, body[7..]);
    }

    private bool TryBody(ReadOnlySpan<byte> chunk, out int length)
    {
        if (chunk.Length < 10 || !FrameCodec.TryUnstuff(chunk, _body, out int whole) || whole < 9)
        {
            length = 0;
            return false;
        }

        length = whole - 2;
        return FrameCodec.Crc(_body.AsSpan(0, length)) == (_body[length] | (_body[length + 1] << 8));
    }

    private bool TryRecord(ReadOnlySpan<byte> chunk, bool final)
    {
        if (!TryBody(chunk, out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> body = _body.AsSpan(0, length);
        if (body[0] >> 4 != Version)
        {
            _sink.OnUnknownVersion(body[0] >> 4);
            return false;
        }

        if (!Fits(body))
        {
            return false;
        }

        _text.Flush(final);
        _clock.Accept(body);
        return true;
    }
}
