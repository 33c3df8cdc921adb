namespace NanoTcpClose.Fuzz.Targets;

/// <content>The steps that an input may take.</content>
internal sealed partial class EngineWorld
{
    private static readonly byte[] s_flags =
    [
        TcpFlags.Ack, TcpFlags.Fin | TcpFlags.Ack, TcpFlags.Rst, TcpFlags.Syn, TcpFlags.Ack | TcpFlags.Psh,
        TcpFlags.Fin,
        TcpFlags.Rst | TcpFlags.Ack, TcpFlags.Syn | TcpFlags.Ack, 0, TcpFlags.Fin | TcpFlags.Syn, 0xFF,
    ];

    private byte _last;

    public void Step(ref ByteFeed feed)
    {
        byte what = feed.Byte();
        _last = what;
        _host.NewStep();
        _allocated = System.GC.GetAllocatedBytesForCurrentThread();
        switch (what & 15)
        {
            case 10 or 11:
                Call(what >> 4, ref feed);
                break;
            case 12:
                Time(what >> 4, ref feed);
                break;
            case 13:
                Odd(what >> 4, ref feed);
                break;
            case 14:
                Data(what >> 4, ref feed);
                break;
            case 15:
                _host.Refuse = what >> 4 & 3;
                _trace.Drain(_scratch, 200, (what & 64) != 0);
                break;
            default:
                Segment(what, ref feed);
                break;
        }

        Remember(_host.Told);
        Check();
    }

    private void Segment(byte what, ref ByteFeed feed)
    {
        int peer = (what >> 4) % Peers;
        byte seq = feed.Byte();
        byte ack = feed.Byte();
        byte rest = feed.Byte();
        SegmentHeader h = _forge.From(peer);
        int handle = _engine.Find(h.Source, h.SourcePort, h.DestinationPort);
        byte flags = what % 16 < s_flags.Length - 1 ? s_flags[what % 16] : feed.Byte();
        h.Flags = (rest & 1) != 0 ? flags : flags | TcpFlags.Ack;
        h.Seq = Number(_engine.RcvNxt(handle), (uint)_engine.RcvWnd(handle), seq, ref feed);
        h.Ack = Number(_engine.SndNxt(handle), _engine.SndNxt(handle) - _engine.SndUna(handle), ack, ref feed);
        h.PayloadLength = (rest & 2) != 0 ? feed.Byte() : 0;
        h.Window = (rest & 4) != 0 ? feed.Byte() : 65535;
        h.Mss = (rest & 8) != 0 ? feed.Byte() << 3 : 0;
        h.HasTimestamps = (rest & 16) != 0;
        h.TsVal = (uint)(1000 + feed.Byte());
        h.TsEcr = (rest & 32) != 0 ? feed.Word() : 5000;
        int length = _forge.Build();
        if ((rest & 0xC0) == 0xC0)
        {
            Break(length, ref feed);
        }

        Arrive(length);
    }

    /// <summary>A number that leans on what the engine expects: exactly it, one off, the far edge, anything.</summary>
    private static uint Number(uint expected, uint span, byte choice, ref ByteFeed feed)
    {
        switch (choice & 7)
        {
            case 0 or 1 or 2:
                return expected;
            case 3:
                return expected - 1;
            case 4:
                return expected + span - ((uint)choice >> 7);
            case 5:
                return expected + (uint)(int)(sbyte)feed.Byte();
            case 6:
                return expected - span - ((uint)choice >> 6);
            default:
                return feed.Word();
        }
    }

    /// <summary>
    /// Bytes of the finished packet change; every second time only behind the checksums, which then are wrong.
    /// </summary>
    private void Break(int length, ref ByteFeed feed)
    {
        int times = 1 + (feed.Byte() & 3);
        for (int k = 0; k < times; k++)
        {
            _forge.Packet[feed.Byte() % length] ^= feed.Byte();
        }
    }

    private void Arrive(int length)
    {
        _engine.SegmentArrives(_forge.Packet, 0, length, _now);
    }

    private void Call(int what, ref ByteFeed feed)
    {
        byte which = feed.Byte();
        int handle = (which & 0xC0) == 0xC0 ? (int)feed.Word() : Handle(which);
        switch (what)
        {
            case 0 or 1 or 2:
                _engine.Close(handle, _now);
                break;
            case 3 or 4:
                _engine.ShutdownWrite(handle, _now);
                break;
            case 5:
                _engine.ShutdownRead(handle, _now);
                break;
            case 6:
                _engine.Abort(handle, _now);
                break;
            case 7:
                Remember(_engine.Accept(SegmentForge.LocalPort));
                break;
            case 8 or 9:
                Remember(_engine.Connect(SegmentForge.Remote, SegmentForge.FirstRemotePort + (which >> 3) % Peers,
                    SegmentForge.LocalPort, _now));
                break;
            case 10:
                Remember(_engine.Connect(SegmentForge.Remote, 80, 0, _now));
                break;
            case 11:
                _engine.Listen(which < 128 ? SegmentForge.LocalPort : 1 + which);
                break;
            case 12:
                _engine.Unlisten(which < 128 ? SegmentForge.LocalPort : 1 + which);
                break;
            case 13:
                _engine.StateOf(handle);
                _engine.SerialOf(handle);
                break;
            case 14:
                _engine.TimeWaitNextMs(_now);
                break;
            default:
                Remember(_engine
                    .Find(SegmentForge.Remote, SegmentForge.FirstRemotePort + which % Peers, SegmentForge.LocalPort));
                break;
        }
    }

    private void Data(int what, ref ByteFeed feed)
    {
        byte which = feed.Byte();
        int count = feed.Byte();
        int result = (what & 1) == 0
            ? _engine.Send(Handle(which), _scratch, 0, count, _now)
            : _engine.Receive(Handle(which), _scratch, 0, count, _now);
        FuzzFailure.Unless(result <= count, "a call took more than it was given");
    }

    private void Time(int what, ref ByteFeed feed)
    {
        long next = _engine.NextDeadline == long.MaxValue ? _now : _engine.NextDeadline;
        long to = what switch
        {
            0 or 1 or 2 => next,
            3 => next - 1,
            4 => _now + feed.Byte(),
            5 or 6 => _now + (feed.Byte() * 1000L),
            7 or 8 => _now + (feed.Byte() * 1_000_000L),
            9 => _now + 125,
            10 => _now - (feed.Byte() * 1000L),
            11 => _now + (feed.Word() * 1000L),
            12 => _now + 134_217_728_000_000L,
            _ => next + (feed.Byte() * 100L),
        };
        long latest = System.Math.Min(System.Math.Max(to, _now), 1L << 60);
        if (to < _now)
        {
            // A clock that went back: Advance takes it as no time passed.
            _engine.Advance(System.Math.Max(0, to));
        }

        _now = latest;
        _host.Now = _now;
        _engine.Advance(_now);
        MustBeAhead();
    }

    private void Odd(int what, ref ByteFeed feed)
    {
        int length = feed.Byte();
        System.ReadOnlySpan<byte> bytes = feed.Slice(length);
        bytes.CopyTo(_forge.Packet);
        if ((what & 1) == 0 && bytes.Length >= 20)
        {
            // Enough of an IPv4 header to get past the first checks.
            _forge.Packet[0] = (byte)(0x40 | (_forge.Packet[0] & 15));
            _forge.Packet[9] = 6;
        }

        Arrive(bytes.Length);
    }
}
