using System;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>The bytes themselves: through the rings of both buffers, cut to windows and segments.</summary>
public sealed class EngineDataTests
{
    private const string Head = "5000>7001";

    [Fact]
    public void Send_ThroughARingOfTen_SendsTheBytesInOrder()
    {
        Solo solo = new(o => o.SendBuffer = 10);
        int neighbour = solo.Place(TcpState.Established, f => (f.RemotePort, f.PeerWnd) = (1, 0));
        int handle = solo.Place(TcpState.Established);
        Assert.Equal(10, solo.Engine.Send(neighbour, [.. Enumerable.Repeat((byte)0xEE, 12)], 0, 12, solo.Now));
        byte[] data = [.. Enumerable.Range(0, 40).Select(k => (byte)k)];
        Assert.Equal(7, solo.Engine.Send(handle, data, 0, 7, solo.Now));
        Assert.Equal(3, solo.Engine.Send(handle, data, 7, 7, solo.Now));
        Assert.Equal(0, solo.Engine.Send(handle, data, 10, 7, solo.Now));
        Assert.Equal(
            $"PSH,ACK {Head} 10000 50000 w1000 00010203040506 + PSH,ACK {Head} 10007 50000 w1000 070809", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10007);
        Assert.Equal(7, solo.Engine.Send(handle, data, 10, 8, solo.Now));
        Assert.Equal($"PSH,ACK {Head} 10010 50000 w1000 0A0B0C0D0E0F10", solo.Out());

        // All ten again in one segment, across the end of the ring.
        solo.In(TcpFlags.Ack, 50000, 10000, window: 100, from: 1);
        Assert.Equal("PSH,ACK 5000>1 10000 50000 w1000 EEEEEEEEEEEEEEEEEEEE", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10010, from: 1);
        solo.After(1000);
        Assert.Equal($"ACK {Head} 10007 50000 w1000 0708090A0B0C0D0E0F10", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10017);
        Assert.Equal(10, solo.Engine.Send(handle, data, 17, 10, solo.Now));
        Assert.Equal($"PSH,ACK {Head} 10017 50000 w1000 1112131415161718191A", solo.Out());
    }

    [Fact]
    public void Receive_ThroughARingOfTen_GivesTheBytesInOrder()
    {
        Solo solo = new(o => o.ReceiveBuffer = 10);
        solo.Place(TcpState.Established, f => (f.RemotePort, f.RcvWnd) = (1, 10));
        int handle = solo.Place(TcpState.Established, f => f.RcvWnd = 10);
        int last = solo.Place(TcpState.Established, f => (f.RemotePort, f.RcvWnd) = (3, 10));
        byte[] data = new byte[20];
        solo.In(TcpFlags.Ack, 50000, 10000, 7);
        Assert.Equal($"ACK {Head} 10000 50007 w3", solo.Out());
        Assert.Equal(4, solo.Engine.Receive(handle, data, 1, 4, solo.Now));
        Assert.Equal([0, 0, 1, 2, 3, 0], data[..6]);
        solo.Out();
        solo.In(TcpFlags.Ack, 50007, 10000, 9, firstByte: 7);
        Assert.Equal($"ACK {Head} 10000 50014 w0", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10000, 10, from: 1, firstByte: 0x80);
        solo.In(TcpFlags.Ack, 50000, 10000, 10, from: 3, firstByte: 0xC0);
        solo.Out();
        Assert.Equal(10, solo.Engine.Receive(handle, data, 0, 20, solo.Now));
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11, 12, 13], data[..10]);
        Assert.Equal($"ACK {Head} 10000 50014 w10", solo.Out());
        Assert.Equal((int)CallResult.WouldBlock, solo.Engine.Receive(handle, data, 0, 20, solo.Now));
        Assert.Equal(10, solo.Engine.Receive(last, data, 10, 10, solo.Now));
        Assert.Equal(0xC0, data[10]);
        Assert.Equal(0xC9, data[19]);
    }

    [Fact]
    public void Receive_FromUnread_InPieces_AndWithNoRoom()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established);
        solo.In(TcpFlags.Ack, 50000, 10000, 5);
        byte[] data = new byte[8];
        Assert.Equal(0, solo.Engine.Receive(handle, data, 8, 0, solo.Now));
        Assert.Equal(2, solo.Engine.Receive(handle, data, 6, 2, solo.Now));
        Assert.Equal(3, solo.Engine.Receive(handle, data, 0, 8, solo.Now));
        Assert.Equal([2, 3, 4, 0, 0, 0, 0, 1], data);
        Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Receive(handle, data, 8, 1, solo.Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Receive(handle, data, -1, 1, solo.Now));
        Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Send(handle, data, 0, -1, solo.Now));
        Assert.Throws<ArgumentNullException>(() => solo.Engine.Send(handle, null!, 0, 0, solo.Now));
        Assert.Equal(0, solo.Engine.Send(handle, data, 8, 0, solo.Now));
    }

    [Theory]
    [InlineData(100, 50, 49, false)]
    [InlineData(100, 50, 50, true)]
    [InlineData(101, 51, 50, false)]
    [InlineData(101, 51, 51, true)]
    [InlineData(1000, 64, 63, false)]
    [InlineData(1000, 64, 64, true)]
    public void WindowUpdate_IsSentWhenASegmentOrHalfTheBufferFitsAgain(int buffer, int step, int read, bool told)
    {
        Solo solo = new(o => (o.ReceiveBuffer, o.Mss) = (buffer, 64));
        int handle = solo.Place(TcpState.Established, f => f.RcvWnd = buffer);
        solo.In(TcpFlags.Ack, 50000, 10000, buffer);
        Assert.Equal($"ACK {Head} 10000 {50000 + buffer} w0", solo.Out());
        Assert.Equal(read, solo.Engine.Receive(handle, new byte[read], 0, read, solo.Now));
        Assert.Equal(told ? $"ACK {Head} 10000 {50000 + buffer} w{step}" : "", solo.Out());

        // Above a step nobody needs to be told.
        Assert.Equal(1, solo.Engine.Receive(handle, new byte[1], 0, 1, solo.Now));
        Assert.Equal(told ? "" : $"ACK {Head} 10000 {50000 + buffer} w{step}", solo.Out());
        Assert.Equal(buffer - read - 1, solo.Engine.Receive(handle, new byte[buffer], 0, buffer, solo.Now));
        Assert.Equal("", solo.Out());
    }

    [Theory]
    [InlineData(TcpState.FinWait1, true)]
    [InlineData(TcpState.FinWait2, true)]
    [InlineData(TcpState.CloseWait, false)]
    [InlineData(TcpState.Closing, false)]
    [InlineData(TcpState.LastAck, false)]
    public void WindowUpdate_IsNoUseAfterThePeersFin(TcpState state, bool told)
    {
        Solo solo = new();
        int handle = solo.Place(state, f => (f.HalfClosed, f.RcvWnd, f.Unread) = (true, 0, 1024));
        Assert.Equal(1024, solo.Engine.Receive(handle, new byte[1024], 0, 1024, solo.Now));
        Assert.Equal(told ? 1 : 0, solo.Wire.Sent.Count);
        Assert.Equal(1024, solo.Engine.RcvWnd(handle));
    }

    [Fact]
    public void Data_BeyondTheWindow_IsCut_AndItsFinWithIt()
    {
        Solo solo = new(o => o.ReceiveBuffer = 10);
        int handle = solo.Place(TcpState.Established, f => f.RcvWnd = 10);
        byte[] data = new byte[20];
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 50000, 10000, 13);
        Assert.Equal($"ACK {Head} 10000 50010 w0", solo.Out());
        Assert.Equal(10, solo.Engine.Receive(handle, data, 0, 20, solo.Now));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], data[..10]);
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(handle));
        solo.Out();

        // Data that fills the window leaves no room for the FIN; one byte less does.
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 50010, 10000, 10);
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(handle));
        Assert.Equal(10, solo.Engine.Receive(handle, data, 0, 20, solo.Now));
        solo.Out();
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 50020, 10000, 9);
        Assert.Equal($"ACK {Head} 10000 50030 w1", solo.Out());
        Assert.Equal(TcpState.CloseWait, solo.Engine.StateOf(handle));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(3, 3)]
    public void RememberedFin_CutsWhatComesBehindIt(int length, int delivered)
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established);
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 50003, 10000, 1);
        Assert.Equal($"ACK {Head} 10000 50000 w1000", solo.Out());
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 50007, 10000, 1);
        solo.Out();
        solo.In(TcpFlags.Ack, 50000, 10000, length);
        Assert.Equal(delivered, solo.Engine.Receive(handle, new byte[9], 0, 9, solo.Now));
        Assert.Equal(delivered == 4 ? TcpState.CloseWait : TcpState.Established, solo.Engine.StateOf(handle));
        Assert.Equal(delivered == 4 ? 50005u : 50003u, solo.Engine.RcvNxt(handle));
    }

    [Fact]
    public void InFlight_IsFourSegmentsAtMost_AlsoAfterAcksOfParts()
    {
        Solo solo = new(o => (o.SendBuffer, o.Mss) = (2000, 100));
        int handle = solo.Place(TcpState.Established, f => f.Mss = 100);
        solo.Engine.Send(handle, new byte[2000], 0, 2000, solo.Now);
        Assert.Equal(4, solo.Wire.Sent.Count);
        foreach ((uint acked, int sent) in new[]
        {
            (1u, 0), (99u, 0), (100u, 1), (150u, 0), (199u, 0), (200u, 1), (500u, 3), (501u, 0), (600u, 1),
            (1000u, 4), (1400u, 4),
        })
        {
            solo.Wire.Sent.Clear();
            solo.In(TcpFlags.Ack, 50000, 10000 + acked);
            Assert.Equal((acked, sent), (acked, solo.Wire.Sent.Count));
        }

        Assert.Equal(11800u, solo.Engine.SndNxt(handle));
    }

    [Fact]
    public void InFlight_SmallSegments_CountAsSegments()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established);
        for (int k = 0; k < 6; k++)
        {
            Assert.Equal(10, solo.Engine.Send(handle, new byte[10], 0, 10, solo.Now));
        }

        Assert.Equal(4, solo.Wire.Sent.Count);
        solo.Wire.Sent.Clear();
        solo.In(TcpFlags.Ack, 50000, 10010);
        Assert.Equal($"PSH,ACK {Head} 10040 50000 w1000 {new string('0', 40)}", solo.Out());
    }

    [Fact]
    public void InFlight_TheFinDoesNotCount()
    {
        Solo solo = new(o => (o.SendBuffer, o.Mss) = (2000, 100));
        int handle = solo.Place(TcpState.Established, f => f.Mss = 100);
        solo.Engine.Send(handle, new byte[400], 0, 400, solo.Now);
        solo.Out();
        solo.Engine.Close(handle, solo.Now);
        Assert.Equal($"FIN,ACK {Head} 10400 50000 w1000", solo.Out());
    }

    [Fact]
    public void ClosedWindow_IsProbedByOneByte_UntilItOpens()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => f.PeerWnd = 0);
        Assert.Equal(3, solo.Engine.Send(handle, [1, 2, 3], 0, 3, solo.Now));
        Assert.Equal("", solo.Out());
        solo.After(999);
        Assert.Equal("", solo.Out());
        solo.After(1);
        Assert.Equal($"PSH,ACK {Head} 10000 50000 w1000 01", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10000, window: 0);
        solo.After(999);
        Assert.Equal("", solo.Out());
        solo.After(1);
        Assert.Equal($"ACK {Head} 10000 50000 w1000 01", solo.Out());
        solo.After(1999);
        Assert.Equal("", solo.Out());
        solo.After(1);
        Assert.Equal($"ACK {Head} 10000 50000 w1000 01", solo.Out());
        solo.In(TcpFlags.Ack, 50000, 10001, window: 2);
        Assert.Equal($"PSH,ACK {Head} 10001 50000 w1000 0203", solo.Out());
    }

    [Fact]
    public void ClosedWindow_ProbeThatTheLinkRefuses_IsTriedAtTheNextStep()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => f.PeerWnd = 0);
        solo.Engine.Send(handle, [1, 2, 3], 0, 3, solo.Now);
        solo.Wire.RefuseNext = 1;
        solo.After(1000);
        Assert.Equal("", solo.Out());
        Assert.Equal(10000u, solo.Engine.SndNxt(handle));
        solo.After(1000);
        Assert.Equal($"PSH,ACK {Head} 10000 50000 w1000 01", solo.Out());
    }

    [Theory]
    [InlineData(3, "PSH,ACK 5000>7001 10000 50000 w1000 010203 + FIN,ACK 5000>7001 10003 50000 w1000")]
    [InlineData(4, "FIN,ACK 5000>7001 10000 50000 w1000 010203")]
    [InlineData(2, "PSH,ACK 5000>7001 10000 50000 w1000 0102")]
    public void Fin_RidesOnDataOnlyWhereTheWindowHasRoomForIt(int window, string expected)
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => f.PeerWnd = window);
        solo.Wire.RefuseNext = 1;
        solo.Engine.Send(handle, [1, 2, 3], 0, 3, solo.Now);
        solo.Engine.Close(handle, solo.Now);
        Assert.Equal(expected, solo.Out());
    }

    [Fact]
    public void ShutdownRead_DropsWhatIsUnread_AndGivesItsRoomBack()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => (f.RcvWnd, f.Unread) = (24, 1000));
        Assert.Equal(0, solo.Engine.ShutdownRead(handle, solo.Now));
        Assert.Equal(1024, solo.Engine.RcvWnd(handle));
        Assert.Equal((int)CallResult.EndOfData, solo.Engine.Receive(handle, new byte[1], 0, 1, solo.Now));
        solo.In(TcpFlags.Ack, 50000, 10000, 100);
        Assert.Equal($"ACK {Head} 10000 50100 w1024", solo.Out());
        Assert.Equal((int)CallResult.EndOfData, solo.Engine.Receive(handle, new byte[1], 0, 1, solo.Now));
    }

    [Fact]
    public void Fin_BehindDataInFlight_CountsItIntoTheWindow()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => f.PeerWnd = 5);
        solo.Engine.Send(handle, [1, 2], 0, 2, solo.Now);
        solo.Wire.RefuseNext = 1;
        solo.Engine.Send(handle, [3, 4, 5], 0, 3, solo.Now);
        solo.Engine.Close(handle, solo.Now);
        Assert.Equal(
            $"PSH,ACK {Head} 10000 50000 w1000 0102 + PSH,ACK {Head} 10002 50000 w1000 030405"
            + $" + FIN,ACK {Head} 10005 50000 w1000",
            solo.Out());
    }

    [Fact]
    public void WindowThatOpens_StartsTheTimerOfTheDataAnew()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => f.PeerWnd = 0);
        solo.Engine.Send(handle, [1], 0, 1, solo.Now);
        solo.After(600);
        solo.In(TcpFlags.Ack, 50000, 10000, window: 9);
        Assert.Equal($"PSH,ACK {Head} 10000 50000 w1000 01", solo.Out());
        solo.After(999);
        Assert.Equal("", solo.Out());
        solo.After(1);
        Assert.Equal($"ACK {Head} 10000 50000 w1000 01", solo.Out());
    }

    [Fact]
    public void BuffersOfNoBytes_CloseAllTheSame()
    {
        Solo solo = new(o => (o.SendBuffer, o.ReceiveBuffer) = (0, 0));
        int handle = solo.Place(TcpState.Established, f => f.RcvWnd = 0);
        Assert.Equal(0, solo.Engine.Send(handle, [1], 0, 1, solo.Now));
        Assert.Equal((int)CallResult.WouldBlock, solo.Engine.Receive(handle, new byte[1], 0, 1, solo.Now));
        Assert.Equal(0, solo.Engine.Close(handle, solo.Now));
        Assert.Equal($"FIN,ACK {Head} 10000 50000 w0", solo.Out());
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 50000, 10001);
        Assert.Equal($"ACK {Head} 10001 50001 w0", solo.Out());
        Assert.Equal(1, solo.Engine.TimeWaitCount);
    }

    [Fact]
    public void Send_BeforeTheHandshakeIsOver_Waits()
    {
        Solo solo = new();
        int handle = solo.Engine.Connect(Pair.AddressB, Solo.PeerPort, Solo.Port, solo.Now);
        Assert.Equal(2, solo.Engine.Send(handle, [7, 8], 0, 2, solo.Now));
        Assert.Equal($"SYN {Head} 4096 0 w1024 mss536", solo.Out());
        solo.In(TcpFlags.Syn | TcpFlags.Ack, 70000, 4097);
        Assert.Equal($"ACK {Head} 4097 70001 w1024 + PSH,ACK {Head} 4097 70001 w1024 0708", solo.Out());
    }
}
