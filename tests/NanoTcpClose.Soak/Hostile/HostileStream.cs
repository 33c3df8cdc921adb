using System;
using System.IO;
using System.Text;
using NanoTcpClose.Fuzz;

namespace NanoTcpClose.Soak.Hostile;

/// <summary>An endless line, made while it is read and never stored.</summary>
internal sealed class HostileStream : Stream
{
    private static readonly byte[] s_escapes = Encoding.Latin1.GetBytes(
        "\x1b[2J\x1b]0;owned\x07\x1b]52;c;cm0gLXJm\x07\x1b[31mred\x1bc\x9b2J\x90q\x1b\\\x1b[6n\u0085\r\x08\x07plain\n");

    private readonly HostileKind _kind;
    private readonly FuzzRandom _random = new(5);
    private readonly TraceRing _ring = new(4096);
    private readonly TraceIdentity _identity = new() { TickHz = 8000, Connections = 16, TimeWaitEntries = 16 };
    private readonly byte[] _piece = new byte[4096];
    private readonly long _length;
    private readonly Action<long> _progress;
    private long _given;
    private int _have;
    private int _at;
    private uint _tick = 0xFFFF0000;

    public HostileStream(HostileKind kind, long length, Action<long> progress)
    {
        _kind = kind;
        _length = length;
        _progress = progress;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_given >= _length)
        {
            return 0;
        }

        if (_at == _have)
        {
            _have = Make();
            _at = 0;
        }

        int n = Math.Min(count, _have - _at);
        Array.Copy(_piece, _at, buffer, offset, n);
        _at += n;
        _given += n;
        _progress(_given);
        return n;
    }

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Make()
    {
        switch (_kind)
        {
            case HostileKind.EscapeCodes:
                s_escapes.CopyTo(_piece, 0);
                return s_escapes.Length;
            case HostileKind.NoZeroByte:
                _piece.AsSpan().Fill(0x11);
                return _piece.Length;
            case HostileKind.ZerosOnly:
                _piece.AsSpan().Clear();
                return _piece.Length;
            case HostileKind.RandomBytes:
                return Random();
            default:
                Records();
                return Math.Max(1, _ring.Drain(_piece, _piece.Length, textSkin: false));
        }
    }

    private int Random()
    {
        for (int k = 0; k < _piece.Length; k++)
        {
            _piece[k] = _random.Byte();
        }

        return _piece.Length;
    }

    private void Records()
    {
        for (int k = 0; k < 32; k++)
        {
            switch (_kind)
            {
                case HostileKind.EndlessBoots:
                    _identity.BootId = (uint)_random.Next();
                    _ring.Hello(_identity, _tick++);
                    break;
                case HostileKind.TimeBackwards:
                    _ring.Transition(1 + _random.Below(5), 5, 6, 3, 0, _tick -= 50_000);
                    _ring.Transition(1 + _random.Below(5), 6, 1, 5, 0, _tick -= 50_000);
                    break;
                default:
                    int serial = _random.Below(65536);
                    _ring.Note(serial, _random.Below(256), (int)_random.Next(), _tick += 7);
                    _ring.Transition(
                        serial, 1 + _random.Below(11), 1 + _random.Below(11), _random.Below(256), 255, _tick += 7);
                    _ring.Fault(_random.Below(256), serial, _tick);
                    break;
            }
        }
    }
}
