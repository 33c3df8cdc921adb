using System;
using System.IO;
using NanoTcpClose.Companion.Decode;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Builds logs with the trace ring that boards use, so that every test reads real bytes.</summary>
internal sealed class Captures
{
    private const uint Board = 0xC0000201;
    private const uint Peer = 0xC0000202;
    private readonly TraceRing _ring;
    private readonly MemoryStream _bytes = new();

    internal Captures(int ringBytes = 65536)
    {
        _ring = new TraceRing(ringBytes);
    }

    internal TraceRing Ring => _ring;

    /// <summary>Milliseconds to ticks.</summary>
    internal static uint At(double ms)
    {
        return (uint)(ms * 8);
    }

    /// <summary>Forgets the bytes written so far; sequence numbers go on.</summary>
    internal Captures Fresh()
    {
        _bytes.SetLength(0);
        return this;
    }

    internal Captures Hello(uint bootId = 0x1234ABCD, byte device = 6)
    {
        TraceIdentity identity = new()
        {
            BootId = bootId,
            DeviceId = [1, 2, 3, 4, 5, device],
            Connections = 16,
            TimeWaitEntries = 16,
            TimeWaitMs = 1000,
        };
        _ring.Hello(identity, At(1));
        return this;
    }

    internal Captures Open(int serial, bool active = true, double ms = 10)
    {
        _ring.Open(serial, Board, 50000 + serial, Peer, 443, active, 100, 200, At(ms));
        return this;
    }

    /// <summary>The same between two given ends.</summary>
    internal Captures Open(int serial, System.Net.IPEndPoint board, System.Net.IPEndPoint peer, double ms = 10)
    {
        _ring.Open(serial, Number(board), board.Port, Number(peer), peer.Port, true, 100, 200, At(ms));
        return this;
    }

    private static uint Number(System.Net.IPEndPoint end)
    {
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(end.Address.GetAddressBytes());
    }

    internal Captures Step(int serial, TcpState from, TcpState to, TransitionCause cause, double ms, int flags = 0)
    {
        _ring.Transition(serial, (int)from, (int)to, (int)cause, flags, At(ms));
        return this;
    }

    internal Captures Segment(int serial, bool outbound, int flags, uint seq, uint ack, double ms, int length = 0)
    {
        _ring.Segment(serial, outbound, flags, seq, ack, length, 1024, At(ms));
        return this;
    }

    internal Captures Note(int serial, CloseEvent what, double ms, int value = 0)
    {
        _ring.Note(serial, (int)what, value, At(ms));
        return this;
    }

    internal Captures Stats(int timeWait, double ms, int freeConnections = 16)
    {
        _ring.Stats(new uint[(int)EngineCounter.Count], new int[12], timeWait, freeConnections, At(ms));
        return this;
    }

    /// <summary>So many records of other connections are lost on the line.</summary>
    internal Captures Lose(int count, double ms)
    {
        return Lose(log =>
        {
            for (int k = 0; k < count; k++)
            {
                log.Segment(999, true, 16, 1, 1, ms);
            }

            return log;
        });
    }

    /// <summary>An active open and close in four segments.</summary>
    internal Captures FourWay(int serial)
    {
        return Open(serial)
            .Step(serial, TcpState.Closed, TcpState.SynSent, TransitionCause.ActiveOpen, 10)
            .Step(serial, TcpState.SynSent, TcpState.Established, TransitionCause.SynAcked, 12)
            .Step(serial, TcpState.Established, TcpState.FinWait1, TransitionCause.UserClose, 100)
            .Segment(serial, true, 17, 1, 1, 100)
            .Segment(serial, false, 16, 1, 2, 121)
            .Step(serial, TcpState.FinWait1, TcpState.FinWait2, TransitionCause.FinAcked, 121)
            .Segment(serial, false, 17, 1, 2, 150)
            .Step(serial, TcpState.FinWait2, TcpState.TimeWait, TransitionCause.FinReceived, 150)
            .Segment(serial, true, 16, 2, 2, 150)
            .Step(serial, TcpState.TimeWait, TcpState.Closed, TransitionCause.TimeWaitExpired, 1150);
    }

    /// <summary>What the steps inside write is lost on the line.</summary>
    internal Captures Lose(Func<Captures, Captures> inside)
    {
        Drain(false);
        long before = _bytes.Length;
        inside(this).Drain(false);
        _bytes.SetLength(before);
        return this;
    }

    internal Captures Text(string text)
    {
        Drain(false);
        _bytes.Write(System.Text.Encoding.UTF8.GetBytes(text));
        return this;
    }

    internal byte[] Bytes(bool textSkin = false)
    {
        Drain(textSkin);
        return _bytes.ToArray();
    }

    internal BoardLog Log()
    {
        BoardLog log = new();
        LogReader reader = new(e => log.Accept(e));
        reader.Feed(Bytes(), DateTimeOffset.UnixEpoch);
        reader.End();
        return log;
    }

    /// <summary>A .ntcl file received at noon of a fixed day.</summary>
    internal string File()
    {
        return FileIn(Path.GetTempPath());
    }

    /// <summary>The same in a folder of the test.</summary>
    internal string FileIn(string folder)
    {
        string path = Path.Combine(folder, "ntc-" + Guid.NewGuid().ToString("N") + ".ntcl");
        using CaptureWriter writer = new(System.IO.File.Create(path), "test");
        writer.Write(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero), Bytes());
        return path;
    }

    private void Drain(bool textSkin)
    {
        byte[] output = new byte[4096];
        int length;
        while ((length = _ring.Drain(output, output.Length, textSkin)) > 0)
        {
            _bytes.Write(output, 0, length);
        }
    }
}
