// Invariant: the probe is no stack: it sends exactly the segments that the script builds, and keeps no state but two
// numbers.

using System;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>One stack under test, which listens, and a peer whose every segment is made by hand.</summary>
internal sealed class LabProbe : IDisposable
{
    internal const int StackPort = 80;
    internal const uint Address = 0xC0000201;
    private const double AnswerMs = 60;
    private const double WaitMs = 3000;
    private readonly bool _stamps;

    internal LabProbe(LabStack stack, bool stamps)
    {
        Stack = stack;
        _stamps = stamps;
        stack.Listen(StackPort);
    }

    internal LabStack Stack { get; }

    internal LabClock Clock => Stack.Clock;

    /// <summary>Our port; another one is another connection.</summary>
    internal int Port { get; set; } = 50001;

    /// <summary>Our next sequence number.</summary>
    internal uint Next { get; set; }

    /// <summary>What we acknowledge: the next number that we expect.</summary>
    internal uint Expected { get; set; }

    /// <summary>The timestamp value of our next segment (RFC 7323), where timestamps are in use.</summary>
    internal uint Stamp { get; set; } = 1000;

    internal int Handle { get; private set; }

    internal TcpState State => Stack.State(Handle);

    /// <summary>Opens a connection with an initial sequence number of our choice.</summary>
    internal void Open(uint initial)
    {
        Syn(initial);
        LabSegment answer = Answer("SYN,ACK");
        Finish(answer);
    }

    /// <summary>Completes the handshake after the answer to our SYN.</summary>
    internal void Finish(LabSegment answer)
    {
        Expected = answer.Header.Seq + 1;
        Send(TcpFlags.Ack, []);
        Handle = Stack.Accept(StackPort);
    }

    /// <summary>A SYN with an initial sequence number of our choice.</summary>
    internal void Syn(uint initial)
    {
        Put(TcpFlags.Syn, initial, 0, []);
        Next = initial + 1;
    }

    /// <summary>A segment in order; our number moves on by what it takes.</summary>
    internal void Send(int flags, byte[] data)
    {
        Put(flags, Next, Expected, data);
        Next += (uint)data.Length + (uint)(flags & TcpFlags.Fin);
    }

    /// <summary>Any segment at all.</summary>
    internal void Put(int flags, uint seq, uint ack, byte[] data)
    {
        SegmentHeader header = new()
        {
            Source = Address,
            Destination = Stack.Address,
            SourcePort = Port,
            DestinationPort = StackPort,
            Flags = flags,
            Seq = seq,
            Ack = (flags & TcpFlags.Ack) != 0 ? ack : 0,
            Window = 65535,
            Mss = (flags & TcpFlags.Syn) != 0 ? 1460 : 0,
            HasTimestamps = _stamps && (flags & TcpFlags.Rst) == 0,
            TsVal = Stamp,
        };
        Stack.Put(LabSegment.Build(header, data, Clock.NowUs).Packet);
    }

    /// <summary>The answer of the stack, which must come.</summary>
    internal LabSegment Answer(string expected)
    {
        return Take(WaitMs) ?? throw new LabException($"the stack was to answer {expected} and is silent");
    }

    /// <summary>The answer of the stack, or null when it stays silent.</summary>
    internal LabSegment? AnyAnswer()
    {
        return Take(AnswerMs);
    }

    /// <summary>The flags of the answer, or "silence".</summary>
    internal string AnswerText()
    {
        return AnyAnswer()?.Text ?? "silence";
    }

    /// <summary>The stack closes first and ends in TIME-WAIT; all four segments are exchanged.</summary>
    internal void StackClosesFirst()
    {
        Stack.Close(Handle);
        Take("FIN,ACK");
        Send(TcpFlags.Ack, []);
        Send(TcpFlags.Fin | TcpFlags.Ack, []);
        Take("ACK");
    }

    /// <summary>Takes a segment that occupies numbers, so that it is acknowledged from now on.</summary>
    internal LabSegment Take(string expected)
    {
        LabSegment segment = Answer(expected);
        SegmentHeader header = segment.Header;
        Expected = header.Seq + (uint)header.PayloadLength + (uint)(header.Flags & TcpFlags.Fin);
        return segment;
    }

    // Connections that the script has left behind go on repeating their FINs: those segments are not for us.
    private LabSegment? Take(double waitMs)
    {
        long end = Clock.NowUs + (long)(waitMs * 1000);
        LabSegment? segment;
        do
        {
            segment = Stack.Take((end - Clock.NowUs) / 1000.0);
        }
        while (segment is not null && segment.Header.DestinationPort != Port && Clock.NowUs < end);

        return segment?.Header.DestinationPort == Port ? segment : null;
    }

    public void Dispose()
    {
        Stack.Dispose();
    }
}
