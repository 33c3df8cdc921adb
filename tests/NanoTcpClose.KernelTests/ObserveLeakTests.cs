using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>
/// A leak of CLOSE-WAIT and the end of the slots are told before they hurt, with the kernel's own descriptors.
/// </summary>
public sealed class ObserveLeakTests
{
    private const int Slots = 16;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CloseWaitLeak_NobodyCloses_IsToldWhileDescriptorsAreHeld(bool withTap)
    {
        Kernel.Require();
        StackProfile profile = StackProfile.Linux();
        profile.CloseWaitAlarmMs = 200;
        using ObserveLab lab = new ObserveLab(Slots, TapMode.Always, profile);
        if (!withTap)
        {
            lab.Monitor.StopObserving();
        }

        int before = Descriptors();
        List<TrackedSocket> leaked = new List<TrackedSocket>();
        for (int k = 0; k < 5; k++)
        {
            (TrackedSocket board, Socket peer) = lab.OpenByPeer("leak");
            peer.Close();
            leaked.Add(board);
        }

        Assert.True(Descriptors() >= before + leaked.Count, "each leaked connection holds a descriptor");
        Lab.WaitFor(() => Told(lab, CloseEvent.CloseWaitLeak) == 5, () => "not all five leaks were told");
        Assert.All(leaked, board => Assert.Equal(TcpState.CloseWait, board.State));
        Assert.All(lab.Cases, one => Assert.Equal(TcpState.CloseWait, lab.KernelState(one)));
        Assert.Equal(5, lab.Monitor.CountInState(TcpState.CloseWait));
        leaked.ForEach(board => board.CloseNow());
        Lab.WaitFor(() => lab.Monitor.FreeSlots == Slots, () => $"{lab.Monitor.FreeSlots} slots free");
    }

    [Fact]
    public void SlotsRunOut_BeforeTheLastOneGoes_IsToldWithTheTimeOfTheNext()
    {
        Kernel.Require();
        using ObserveLab lab = new ObserveLab(Slots);
        List<(int Free, int NextMs, int Open)> alarms = new List<(int, int, int)>();
        List<(TrackedSocket Board, Socket Peer)> open = new List<(TrackedSocket, Socket)>();
        lab.Monitor.SlotsLow += (free, next) => alarms.Add((free, next, open.Count));
        (TrackedSocket first, Socket other) = lab.OpenByBoard("active");
        first.CloseNow();
        other.Close();
        Lab.WaitFor(() => first.State == TcpState.TimeWait, () => $"{first.State}");
        Assert.Empty(alarms);
        for (int k = 0; k < Slots - 1; k++)
        {
            open.Add(lab.OpenByBoard("held"));
        }

        Assert.Equal(new[] { 1, 0 }, alarms.Select(alarm => alarm.Free));
        Assert.Equal(Slots - 3, alarms[0].Open);
        Assert.All(alarms, alarm => Assert.InRange(alarm.NextMs, 1, 63000));
        Assert.Equal(1, lab.Monitor.SlotsInTimeWait);
        Assert.Equal(0, lab.Monitor.FreeSlots);
        foreach ((TrackedSocket board, Socket peer) in open)
        {
            board.Abort();
            peer.Dispose();
        }

        Assert.Equal(Slots - 1, lab.Monitor.FreeSlots);
    }

    [Fact]
    public void Edges_TapOpensForAClose_AndClosesInTheCalm()
    {
        Kernel.Require();
        using ObserveLab lab = new ObserveLab(Slots, TapMode.Edges);
        (TrackedSocket board, Socket peer) = lab.OpenByBoard("edges");
        Lab.WaitFor(() => !lab.Monitor.Tap.IsOpen, () => "the tap stays open in the calm");
        board.Send(new byte[1000], 0, 1000);
        Assert.Equal(1000, peer.Receive(new byte[1000]));
        uint seen = lab.Monitor.Tap.Seen;
        peer.Send(new byte[1000]);
        Lab.WaitFor(() => board.Receive(new byte[1000], 0, 1000, 100) > 0, () => "no data");
        Assert.Equal(seen, lab.Monitor.Tap.Seen);

        // The tap opens again on the thread that closes, which must be one of the board's namespace.
        lab.Wire.Board.Run(() => board.CloseNow());
        Assert.True(lab.Monitor.Tap.IsOpen);
        peer.Close();
        Lab.WaitFor(() => board.State == TcpState.TimeWait, () => $"{board.State}");
        Assert.False(board.IsUncertain);
        Lab.WaitFor(() => !lab.Monitor.Tap.IsOpen, () => "the tap stays open in TIME-WAIT");
    }

    private static int Told(ObserveLab lab, CloseEvent what)
    {
        lab.Monitor.Sweep();
        lock (lab.Monitor.Gate)
        {
            lab.Monitor.Advance(lab.NowMicroseconds);
            return lab.Spy.Events.Count(told => told == what);
        }
    }

    private static int Descriptors()
    {
        return Directory.GetFileSystemEntries("/proc/self/fd").Length;
    }
}
