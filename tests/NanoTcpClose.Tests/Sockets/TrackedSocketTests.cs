using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class TrackedSocketTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Connect_ToAClosedPort_IsRefused()
    {
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var monitor = new SocketMonitor(new StopwatchClock(), null, new object(), 4, 1000, 1);
        var socket = new TrackedSocket(monitor);
        Assert.Equal((int)CallResult.Refused, socket.Connect((IPEndPoint)free.LocalEndPoint!, 3000));
        Assert.Equal(TcpState.Closed, socket.State);
        Assert.Equal(0, monitor.OpenSockets);
    }

    [Fact]
    public void Connect_ToAFullBacklog_EndsInTime()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var monitor = new SocketMonitor(new StopwatchClock(), null, new object(), 16, 1000, 1);
        var watch = Stopwatch.StartNew();
        TrackedSocket[] sockets = Enumerable.Range(0, 4).Select(_ => new TrackedSocket(monitor)).ToArray();
        int[] results = sockets.Select(s => s.Connect((IPEndPoint)listener.LocalEndPoint!, 200)).ToArray();
        Assert.Contains((int)CallResult.TimedOut, results);
        Assert.True(watch.ElapsedMilliseconds < 5000);
        Array.ForEach(sockets, s => s.Abort());
        Assert.Equal(0, monitor.OpenSockets);
    }

    [Fact]
    public void Bytes_AreCounted()
    {
        using var pair = new SocketPair();
        Assert.Equal(300, pair.Tracked.Send(new byte[300], 0, 300));
        pair.Peer.Send(new byte[70]);
        Assert.Equal(70, pair.Tracked.Receive(new byte[100], 0, 100, 2000));
        Assert.Equal(300, pair.Tracked.BytesSent);
        Assert.Equal(70, pair.Tracked.BytesReceived);
    }

    [Fact]
    public void Receive_OfNothing_WouldBlock()
    {
        using var pair = new SocketPair();
        Assert.Equal((int)CallResult.WouldBlock, pair.Tracked.Receive(new byte[10], 0, 10, 20));
    }

    [Fact]
    public void Probe_TellsIdleDataAndCloseWaitApart()
    {
        using var pair = new SocketPair();
        Assert.Equal(PeerCondition.Idle, pair.Tracked.Probe());
        pair.Peer.Send([1]);
        Assert.True(SpinWait.SpinUntil(() => pair.Tracked.Probe() == PeerCondition.DataWaiting, 2000));
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(1, pair.Tracked.Receive(new byte[8], 0, 8, 2000));
        Assert.True(SpinWait.SpinUntil(() => pair.Tracked.Probe() == PeerCondition.PeerClosed, 2000));
        Assert.Equal(TcpState.CloseWait, pair.Tracked.State);
        Assert.Equal((int)CallResult.EndOfData, pair.Tracked.Receive(new byte[8], 0, 8, 100));
    }

    [Fact]
    public void Probe_TellsAReset()
    {
        using var pair = new SocketPair();
        pair.Peer.LingerState = new LingerOption(true, 0);
        pair.Peer.Close();
        Assert.True(SpinWait.SpinUntil(() => pair.Tracked.Probe() == PeerCondition.Broken, 2000));
    }

    [Fact]
    public async Task Close_UnreadData_PeerGetsFinNotRst()
    {
        using var pair = new SocketPair();
        pair.Peer.Send(new byte[5000]);
        Task<CloseOutcome> close = Task.Run(() => pair.Tracked.Close(new GracefulCloseOptions { DrainMs = 3000 }), Token);
        Assert.Equal(0, pair.Peer.Receive(new byte[10]));
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal(CloseOutcome.Complete, await close);
        Assert.Equal(5000, pair.Tracked.DiscardedBytes);
        Assert.Equal(TcpState.TimeWait, pair.Tracked.State);
        Assert.Equal(1, pair.Monitor.SlotsInTimeWait);
        Assert.InRange(pair.Monitor.NextSlotFreeMs, 50000, 63000);
    }

    [Fact]
    public void Close_SilentPeer_EndsInTimeWithFinSent()
    {
        using var pair = new SocketPair();
        var watch = Stopwatch.StartNew();
        Assert.Equal(CloseOutcome.FinSent, pair.Tracked.Close(new GracefulCloseOptions { DrainMs = 150 }));
        Assert.True(watch.ElapsedMilliseconds < 2000);
        Assert.Equal(0, pair.Peer.Receive(new byte[10]));
    }

    [Fact]
    public void Close_AsOnTheBoard_WithoutHalfClose_SendsFin()
    {
        using var pair = new SocketPair();
        pair.Peer.Send(new byte[900]);
        Assert.True(SpinWait.SpinUntil(() => pair.Tracked.Probe() == PeerCondition.DataWaiting, 2000));
        Assert.Equal(CloseOutcome.FinSent, pair.Tracked.Close(new GracefulCloseOptions { WaitForPeer = false }));
        Assert.Equal(0, pair.Peer.Receive(new byte[10]));
    }

    [Fact]
    public async Task Close_FloodingPeer_StopsAtTheByteLimit()
    {
        using var pair = new SocketPair();
        pair.Peer.SendTimeout = 2000;
        Task flood = Task.Run(() => Flood(pair.Peer), Token);
        var options = new GracefulCloseOptions { DrainBytes = 20000, DrainMs = 5000 };
        CloseOutcome outcome = pair.Tracked.Close(options);
        Assert.Equal(CloseOutcome.ByteLimit, outcome);
        await flood.WaitAsync(TimeSpan.FromSeconds(5), Token);
    }

    [Fact]
    public void Close_AfterThePeer_GoesThroughLastAck()
    {
        using var pair = new SocketPair();
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal((int)CallResult.EndOfData, pair.Tracked.Receive(new byte[8], 0, 8, 2000));
        Assert.Equal(CloseOutcome.Complete, pair.Tracked.Close(new GracefulCloseOptions()));
        Assert.Equal(TcpState.Closed, pair.Tracked.State);
        Assert.Equal(0, pair.Monitor.SlotsInTimeWait);
    }

    [Fact]
    public void Close_ResetByPeer_SaysSo()
    {
        using var pair = new SocketPair();
        pair.Peer.LingerState = new LingerOption(true, 0);
        pair.Peer.Close();
        Assert.True(SpinWait.SpinUntil(() => pair.Tracked.Probe() == PeerCondition.Broken, 2000));
        Assert.Equal(CloseOutcome.PeerReset, pair.Tracked.Close(new GracefulCloseOptions()));
    }

    [Fact]
    public async Task CloseTwice_FromManyThreads_DoesItOnce()
    {
        using var pair = new SocketPair();
        pair.Peer.Shutdown(SocketShutdown.Send);
        Task<CloseOutcome>[] closes =
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => pair.Tracked.Close(new GracefulCloseOptions()), Token)).ToArray();
        CloseOutcome[] outcomes = await Task.WhenAll(closes);
        Assert.Equal(7, outcomes.Count(o => o == CloseOutcome.AlreadyClosed));
        Assert.Equal(0, pair.Monitor.OpenSockets);
    }

    [Fact]
    public void Close_Unconnected_SaysSo()
    {
        var monitor = new SocketMonitor(new StopwatchClock(), null, new object(), 4, 1000, 1);
        var socket = new TrackedSocket(monitor);
        Assert.Equal(CloseOutcome.NotConnected, socket.Close(new GracefulCloseOptions()));
        Assert.Equal(0, monitor.OpenSockets);
    }

    [Fact]
    public void Abort_SendsRst()
    {
        using var pair = new SocketPair();
        pair.Tracked.Send(new byte[10], 0, 10);
        pair.Tracked.Abort();
        pair.Tracked.Abort();
        Assert.Throws<SocketException>(() => pair.Peer.Receive(new byte[10]) + pair.Peer.Receive(new byte[10]));
        Assert.Equal(TcpState.Closed, pair.Tracked.State);
    }

    [Fact]
    public void HalfClose_KeepsReading()
    {
        using var pair = new SocketPair();
        Assert.Equal(HalfCloseResult.Done, pair.Tracked.ShutdownWrite());
        Assert.Equal((int)CallResult.Closing, pair.Tracked.Send(new byte[1], 0, 1));
        Assert.Equal(0, pair.Peer.Receive(new byte[10]));
        pair.Peer.Send(new byte[20]);
        Assert.Equal(20, pair.Tracked.Receive(new byte[30], 0, 30, 2000));
        Assert.Equal(TcpState.FinWait1, pair.Tracked.State);
    }

    [Fact]
    public void SlotsLow_IsRaisedBeforeTheLastSlotGoes()
    {
        int raised = -1;
        var monitor = new SocketMonitor(new StopwatchClock(), null, new object(), 2, 1000, 1);
        monitor.SlotsLow += (free, _) => raised = free;
        var listener = new TrackedListener(monitor, new IPEndPoint(IPAddress.Loopback, 0), 4);
        var socket = new TrackedSocket(monitor);
        Assert.Equal(0, socket.Connect(new IPEndPoint(IPAddress.Loopback, listener.Port), 2000));
        Assert.Equal(1, raised);
        TrackedSocket accepted = listener.Accept(2000);
        Assert.Equal(0, raised);
        Assert.Equal(0, monitor.FreeSlots);
        accepted.Abort();
        socket.Abort();
        listener.Close();
        Assert.Null(listener.Accept(10));
        Assert.Equal(2, monitor.FreeSlots);
    }

    private static void Flood(Socket peer)
    {
        try
        {
            for (int i = 0; i < 200; i++)
            {
                peer.Send(new byte[4096]);
            }
        }
        catch (SocketException)
        {
            // The reset that the byte limit leads to.
        }
    }
}
