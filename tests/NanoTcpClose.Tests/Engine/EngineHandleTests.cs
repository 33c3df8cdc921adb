using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Handles, slots, ports and listeners.</summary>
public sealed class EngineHandleTests
{
    [Fact]
    public void Slots_AreTakenFirstInFirstOut_SoThatAnEndIsRememberedLongest()
    {
        Solo solo = new(o => o.Connections = 3);
        int[] handles =
            [.. Enumerable.Range(1, 3).Select(port => solo.Place(TcpState.Established, f => f.RemotePort = port))];
        Assert.Equal([0x8000, 0x10001, 0x18002], handles);
        Assert.Equal([1, 2, 3], handles.Select(solo.Engine.SerialOf));
        Assert.Equal("LastSlot", solo.Events());
        solo.In(TcpFlags.Rst, 50000, 0, from: 2);
        solo.In(TcpFlags.Rst, 50000, 0, from: 1);
        Assert.Equal(2, solo.Engine.FreeConnections);
        int next = solo.Place(TcpState.Established, f => f.RemotePort = 4);
        Assert.Equal(0x20001, next);
        Assert.Equal((int)CallResult.Stale, solo.Engine.Close(handles[1], solo.Now));
        Assert.Equal((int)CallResult.Reset, solo.Engine.Close(handles[0], solo.Now));
        Assert.Equal((int)CallResult.NoConnection, solo.Engine.Close(handles[0], solo.Now));
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(next));
        Assert.Equal(0x28000, solo.Place(TcpState.Established, f => f.RemotePort = 5));
        Assert.Equal((int)CallResult.Stale, solo.Engine.Abort(handles[0], solo.Now));
        Assert.Equal(0, solo.Engine.FreeConnections);
    }

    [Theory]
    [InlineData(0, CallResult.NoConnection)]
    [InlineData(-1, CallResult.Stale)]
    [InlineData(int.MinValue, CallResult.Stale)]
    [InlineData(1 << 15, CallResult.Stale)]
    [InlineData((1 << 15) | 15, CallResult.Stale)]
    [InlineData((1 << 15) | 16, CallResult.Stale)]
    [InlineData(int.MaxValue, CallResult.Stale)]
    public void Handles_ThatWereNeverGiven_TouchNothing(int handle, CallResult expected)
    {
        Solo solo = new();
        Assert.Equal(expected, (CallResult)solo.Engine.Close(handle, solo.Now));
        Assert.Equal(expected, (CallResult)solo.Engine.Abort(handle, solo.Now));
        Assert.Equal(expected, (CallResult)solo.Engine.ShutdownWrite(handle, solo.Now));
        Assert.Equal(expected, (CallResult)solo.Engine.ShutdownRead(handle, solo.Now));
        Assert.Equal(expected, (CallResult)solo.Engine.Send(handle, new byte[1], 0, 1, solo.Now));
        Assert.Equal(expected, (CallResult)solo.Engine.Receive(handle, new byte[1], 0, 1, solo.Now));
        Assert.Equal(TcpState.Closed, solo.Engine.StateOf(handle));
        Assert.Equal("", solo.Out());
        Assert.Equal(16, solo.Engine.FreeConnections);
    }

    [Fact]
    public void Serials_AfterTheWrap_PassOverTheLiving()
    {
        Solo solo = new(o => o.Connections = 3);
        int first = solo.Place(TcpState.Established, f => f.RemotePort = 1);
        int reader = solo.Place(TcpState.LastAck, f => (f.RemotePort, f.HalfClosed, f.Unread) = (2, true, 5));
        solo.In(TcpFlags.Ack, 50000, 10001, from: 2);
        Assert.Equal(TcpState.Closed, solo.Engine.StateOf(reader));
        int last = 0;
        for (int k = 3; k <= 65535; k++)
        {
            last = solo.Place(TcpState.Established, f => f.RemotePort = 3);
            Assert.Equal(k, solo.Engine.SerialOf(last));
            solo.Engine.Abort(last, solo.Now);
            solo.Wire.Sent.Clear();
            solo.Wire.Events.Clear();
        }

        last = solo.Place(TcpState.Established, f => f.RemotePort = 3);
        Assert.Equal(3, solo.Engine.SerialOf(last));
        Assert.Equal(5, solo.Engine.Receive(reader, new byte[9], 0, 9, solo.Now));
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(first));
        Assert.Equal((int)CallResult.EndOfData, solo.Engine.Receive(reader, new byte[9], 0, 9, solo.Now));
        Assert.Equal(1, solo.Engine.FreeConnections);
        Assert.Equal(4, solo.Engine.SerialOf(solo.Place(TcpState.Established, f => f.RemotePort = 4)));
    }

    [Fact]
    public void Find_TellsFourTuplesApart_AndForgetsTheEnded()
    {
        Solo solo = new(o => (o.Connections, o.TimeWaitEntries) = (40, 40));
        Dictionary<int, int> handles = [];
        for (int port = 1; port <= 80; port++)
        {
            TcpState state = port % 2 == 0 ? TcpState.TimeWait : TcpState.Established;
            handles[port] = solo.Place(state, f => f.RemotePort = port);
        }

        // Every second one ends, in an order that takes rows from the head, the middle and the end of their chains.
        foreach (int port in Enumerable.Range(1, 80).Where(port => port / 2 % 2 == 0).OrderBy(port => port * 37 % 80))
        {
            Assert.Equal(solo.Engine.SerialOf(handles[port]), FoundSerial(solo, port));
            Assert.Equal(0, solo.Engine.Abort(handles[port], solo.Now));
            Assert.Equal(0, solo.Engine.Find(Pair.AddressB, port, Solo.Port));
            handles.Remove(port);
        }

        foreach ((int port, int handle) in handles)
        {
            Assert.Equal(solo.Engine.SerialOf(handle), FoundSerial(solo, port));
            Assert.Equal(0, solo.Engine.Find(Pair.AddressB + 1, port, Solo.Port));
            Assert.Equal(0, solo.Engine.Find(Pair.AddressB, port, Solo.Port + 1));
        }

        Assert.Equal(handles.Count(p => p.Key % 2 == 0), solo.Engine.CountInState(TcpState.TimeWait));
        Assert.Equal(handles.Count(p => p.Key % 2 == 1), solo.Engine.CountInState(TcpState.Established));
        Assert.Equal(solo.Engine.FreeConnections, solo.Engine.CountInState(TcpState.Closed));
        Assert.Equal(0, solo.Engine.CountInState(TcpState.Listen));
    }

    [Fact]
    public void Listeners_AreCountedAndLimited()
    {
        Solo solo = new(o => o.Listeners = 2);
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Listen(80));
        Assert.Equal(CallResult.InUse, (CallResult)solo.Engine.Listen(80));
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Listen(65535));
        Assert.Equal(CallResult.InUse, (CallResult)solo.Engine.Listen(65535));
        Assert.Equal(CallResult.Full, (CallResult)solo.Engine.Listen(81));
        Assert.Equal(2, solo.Engine.CountInState(TcpState.Listen));
        Assert.Equal(CallResult.NoConnection, (CallResult)solo.Engine.Unlisten(81));
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Unlisten(80));
        Assert.Equal(CallResult.NoConnection, (CallResult)solo.Engine.Unlisten(80));
        Assert.Equal(1, solo.Engine.CountInState(TcpState.Listen));
        Assert.Equal(CallResult.InUse, (CallResult)solo.Engine.Listen(65535));
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Listen(1));
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Unlisten(1));
        Assert.Equal(CallResult.Ok, (CallResult)solo.Engine.Unlisten(65535));
        Assert.Equal(0, solo.Engine.CountInState(TcpState.Listen));
        solo.In(TcpFlags.Syn, 1, 0, to: 65535);
        Assert.Equal("RST,ACK 65535>7001 0 2 w0", solo.Out());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(65536)]
    public void Ports_OutOfRange_Throw(int port)
    {
        Solo solo = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Listen(port));
        Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Connect(Pair.AddressB, port, 1, solo.Now));
        if (port != 0)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => solo.Engine.Connect(Pair.AddressB, 1, port, solo.Now));
        }
    }

    [Fact]
    public void Ports_AtTheEdgesOfTheirRange_AreTaken()
    {
        Solo solo = new(o => o.Mss = 1000);
        Assert.True(solo.Engine.Connect(Pair.AddressB, 65535, 1, solo.Now) > 0);
        Assert.True(solo.Engine.Connect(Pair.AddressB, 1, 65535, solo.Now) > 0);
        Assert.Equal("SYN 1>65535 4096 0 w1024 mss1000 + SYN 65535>1 69632 0 w1024 mss1000", solo.Out());
        Assert.Equal(CallResult.InUse, (CallResult)solo.Engine.Connect(Pair.AddressB, 65535, 1, solo.Now));
        Assert.Equal("", solo.Out());
    }

    [Fact]
    public void Accept_GivesEachConnectionOnce_WhenItIsEstablished()
    {
        Solo solo = new();
        solo.Engine.Listen(Solo.Port);
        solo.Engine.Listen(80);
        solo.In(TcpFlags.Syn, 100, 0, from: 1);
        solo.In(TcpFlags.Syn, 200, 0, from: 2, to: 80);
        solo.In(TcpFlags.Syn, 300, 0, from: 3);
        Assert.Equal(CallResult.WouldBlock, (CallResult)solo.Engine.Accept(Solo.Port));
        solo.In(TcpFlags.Ack, 301, 0x21001, from: 3);
        Assert.Equal(CallResult.WouldBlock, (CallResult)solo.Engine.Accept(80));
        int third = solo.Engine.Accept(Solo.Port);
        Assert.Equal(solo.Engine.Find(Pair.AddressB, 3, Solo.Port), third);
        Assert.Equal(CallResult.WouldBlock, (CallResult)solo.Engine.Accept(Solo.Port));
        solo.In(TcpFlags.Ack | TcpFlags.Fin, 101, 0x1001, from: 1);
        solo.In(TcpFlags.Ack, 201, 0x11001, from: 2, to: 80);
        Assert.Equal(solo.Engine.Find(Pair.AddressB, 1, Solo.Port), solo.Engine.Accept(Solo.Port));
        Assert.Equal(solo.Engine.Find(Pair.AddressB, 2, 80), solo.Engine.Accept(80));
        Assert.Equal(CallResult.WouldBlock, (CallResult)solo.Engine.Accept(80));

        // A connection of our own to the port that we listen on is not accepted.
        int own = solo.Engine.Connect(Pair.AddressB, 9, Solo.Port, solo.Now);
        solo.In(TcpFlags.Syn | TcpFlags.Ack, 1, 0x31001, from: 9);
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(own));
        Assert.Equal(CallResult.WouldBlock, (CallResult)solo.Engine.Accept(Solo.Port));
    }

    [Fact]
    public void Connect_WithoutAPort_TakesTheNextFreeOneFrom49152_AndWraps()
    {
        Solo solo = new(o => (o.Connections, o.TimeWaitEntries, o.ReceiveBuffer, o.SendBuffer) = (16390, 0, 0, 0));
        solo.Engine.Listen(49154);
        Assert.Equal(49152, ConnectPort(solo, 7));
        Assert.Equal(49153, ConnectPort(solo, 7));
        Assert.Equal(49155, ConnectPort(solo, 7));
        solo.Engine.Connect(Pair.AddressB, 7, 49156, solo.Now);
        solo.Wire.Sent.Clear();
        Assert.Equal(49157, ConnectPort(solo, 7));
        for (int port = 49158; port <= 65535; port++)
        {
            Assert.Equal(port, ConnectPort(solo, 7));
        }

        // Every port but the listener's is in use towards this peer.
        Assert.Equal((int)CallResult.InUse, solo.Engine.Connect(Pair.AddressB, 7, 0, solo.Now));
        Assert.Equal((int)CallResult.InUse, solo.Engine.Connect(Pair.AddressB, 7, 0, solo.Now));
        Assert.Equal(49152, ConnectPort(solo, 8));
        solo.Engine.Unlisten(49154);
        Assert.Equal(49154, ConnectPort(solo, 7));
    }

    private static int FoundSerial(Solo solo, int port)
    {
        return solo.Engine.SerialOf(solo.Engine.Find(Pair.AddressB, port, Solo.Port));
    }

    private static int ConnectPort(Solo solo, int remotePort)
    {
        Assert.True(solo.Engine.Connect(Pair.AddressB, remotePort, 0, solo.Now) > 0);
        byte[] syn = solo.Wire.Sent.Dequeue();
        Assert.Equal(remotePort, (syn[22] << 8) | syn[23]);
        return (syn[20] << 8) | syn[21];
    }
}
