using System;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class CloseObserverTests
{
    private const int Ack = TcpFlags.Ack;
    private const int Fin = TcpFlags.Ack | TcpFlags.Fin;

    [Fact]
    public void FourWay_EveryCopySeen_NoMark()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Close(handle);
        rig.Copy(Ack, 1, 2);
        rig.Copy(Fin, 1, 2);
        Assert.Equal(["FinWait1:UserClose", "FinWait2:FinAcked", "TimeWait:FinReceived"], rig.Steps);
        rig.After(59_999);
        Assert.Equal(TcpState.TimeWait, rig.Observer.StateOf(handle));
        rig.After(2_110);
        Assert.Equal("Closed:TimeWaitExpired", rig.Steps[^1]);
        Assert.Equal(4, rig.Observer.FreeSlots);
    }

    [Fact]
    public void AckOfData_IsNotAckOfTheFin()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Observer.Sent(handle, 100);
        rig.Close(handle);
        rig.Copy(Ack, 1, 101);
        Assert.Equal(TcpState.FinWait1, rig.Observer.StateOf(handle));
        rig.Copy(Ack, 1, 102);
        Assert.Equal(TcpState.FinWait2, rig.Observer.StateOf(handle));
    }

    [Fact]
    public void FinDuringTheCloseCall_WithoutAckOfOurs_IsMarkedForGood()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Observer.Closing(handle, 0, rig.Now);
        rig.Copy(Fin, 1, 1);
        rig.Observer.CallReturned(handle, rig.Now);
        rig.Copy(Ack, 2, 2);
        Assert.Equal(["FinWait1?:UserClose", "Closing?:FinReceived", "TimeWait?:FinAcked"], rig.Steps);
    }

    [Fact]
    public void FinBeforeTheCloseCall_StackDoesNotShowIt_IsMarkedForGood()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Copy(Fin, 1, 1);
        rig.Observer.Doubted(handle);
        rig.Close(handle);
        rig.Copy(Ack, 2, 2);
        Assert.Equal(["CloseWait:FinReceived", "LastAck?:UserClose", "Closed?:FinAcked"], rig.Steps);
    }

    [Fact]
    public void FinDuringTheCloseCall_WithAckOfOurs_IsCertain()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Observer.Closing(handle, 0, rig.Now);
        rig.Copy(Fin, 1, 2);
        rig.Observer.CallReturned(handle, rig.Now);
        Assert.Equal(["FinWait1:UserClose", "TimeWait:FinAndAck"], rig.Steps);
    }

    [Fact]
    public void LostCopyOfTheFin_EndOfDataRead_IsEvidence()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Observer.EndOfData(handle, rig.Now);
        rig.Close(handle);
        rig.Copy(Ack, 2, 2);
        Assert.Equal(["CloseWait:Evidence", "LastAck:UserClose", "Closed:FinAcked"], rig.Steps);
    }

    [Fact]
    public void LostCopyOfData_FinBeyondIt_IsUncertainUntilTheUserReads()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Copy(Fin, 51, 1);
        Assert.Equal(TcpState.Established, rig.Observer.StateOf(handle));
        Assert.Equal(CloseObserver.UncertainMark, rig.Observer.MarksOf(handle));
        Assert.Equal((CloseEvent.StateUncertain, 1), rig.Notes[^1]);
        rig.Observer.Received(handle, 50, rig.Now);
        Assert.Equal(["CloseWait:Evidence"], rig.Steps);
        Assert.Equal(0, rig.Observer.MarksOf(handle));
    }

    [Fact]
    public void SilenceOfAPeerThatOwesAnAnswer_MakesUncertain_AndItsNextSegmentSettles()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Close(handle);
        rig.After(2001);
        Assert.Equal(CloseObserver.UncertainMark, rig.Observer.MarksOf(handle));
        Assert.Contains(rig.Notes, note => note is (CloseEvent.StateUncertain, > 0));
        rig.Copy(Ack, 1, 2);
        Assert.Equal(["FinWait1:UserClose", "FinWait2:Evidence"], rig.Steps);
        Assert.Equal(0, rig.Observer.MarksOf(handle));
    }

    [Fact]
    public void SegmentThatConfirmsTheState_ClearsTheMark_AndSaysSo()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Close(handle);
        rig.Copy(Ack, 1, 2);
        rig.After(2001);
        rig.Copy(Ack, 1, 2);
        Assert.Equal(0, rig.Observer.MarksOf(handle));
        Assert.Equal((CloseEvent.StateUncertain, 0), rig.Notes[^1]);
    }

    [Fact]
    public void AckBeyondWhatWasSeen_MovesWithAMark()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        rig.Close(handle);
        rig.Copy(Ack, 2, 2);
        Assert.Equal(["FinWait1:UserClose", "FinWait2?:FinAcked"], rig.Steps);
        rig.Copy(Fin, 1, 2);
        Assert.Equal("TimeWait:Evidence", rig.Steps[^1]);
    }

    [Fact]
    public void TapOpenedLate_AckCannotBeTold_IsMarked()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        rig.Observer.TapOpen = false;
        int handle = rig.Connecting(ObserverRig.LocalPort);
        rig.Observer.Connected(handle, rig.Now);
        rig.Observer.Sent(handle, 10);
        Assert.All(rig.Steps, step => Assert.Contains("~", step));
        rig.Observer.TapOpen = true;
        rig.Close(handle);
        rig.Copy(Fin, 1, 12);
        Assert.Equal("TimeWait?:FinAndAck", rig.Steps[^1]);
    }

    [Fact]
    public void WithoutTap_EveryRecordIsInferred()
    {
        var rig = new ObserverRig(StackProfile.Lwip());
        rig.Observer.TapOpen = false;
        int handle = rig.Observer.Accept(ObserverRig.Local, ObserverRig.LocalPort, ObserverRig.Remote, 9, rig.Now);
        rig.Observer.EndOfData(handle, rig.Now);
        rig.Close(handle);
        Assert.All(rig.Steps, step => Assert.True(step.Contains('~') || step.Contains('?'), step));
        Assert.Equal(TcpState.Closed, rig.Observer.StateOf(handle));
    }

    [Fact]
    public void Lwip_IdleConnection_TimeWaitCountsFromTheLastSegmentBeforeClose()
    {
        var rig = new ObserverRig(StackProfile.Lwip());
        int handle = rig.Established();
        rig.After(100_000);
        rig.Close(handle);
        rig.Copy(Fin, 1, 2);
        Assert.Equal(TcpState.TimeWait, rig.Observer.StateOf(handle));
        Assert.InRange(rig.Observer.NextFreeMs(rig.Now), 20_000, 20_500);
        rig.After(20_501);
        Assert.Equal(TcpState.Closed, rig.Observer.StateOf(handle));
    }

    [Fact]
    public void Lwip_FullTable_TimeWaitGoesFirst_Marked()
    {
        var rig = new ObserverRig(StackProfile.Lwip(), 1);
        int handle = rig.Established();
        rig.Close(handle);
        rig.Copy(Fin, 1, 2);
        Assert.NotEqual(0, rig.Connecting(40001));
        Assert.Contains("Closed?:Evicted", rig.Steps);
    }

    [Fact]
    public void Linux_NewSynAboveRcvNxt_ReusesTimeWait()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        rig.Observer.Listen(ObserverRig.LocalPort);
        int handle = rig.Established();
        rig.Close(handle);
        rig.Copy(Fin, 1, 2);
        rig.Copy(TcpFlags.Syn, 100_000, 0);
        Assert.Equal(["Closed:ReusedBySyn", "SynReceived:PassiveOpen"], rig.Steps[^2..]);
    }

    [Fact]
    public void ResetThatAnswersUs_MayFollowAFinNotSeen_IsMarked()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        rig.Established();
        rig.Copy(TcpFlags.Rst, 1, 0);
        Assert.Equal(["Closed?:ResetReceived"], rig.Steps);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ResetRightBeforeTheFin_IsTakenByLinuxOnly(bool linux)
    {
        var rig = new ObserverRig(linux ? StackProfile.Linux() : StackProfile.Lwip());
        int handle = rig.Established();
        rig.Copy(Fin, 1, 1);
        rig.Copy(TcpFlags.Rst, 1, 0);
        Assert.Equal(linux ? TcpState.Closed : TcpState.CloseWait, rig.Observer.StateOf(handle));
        Assert.Equal(linux ? "Closed:ResetReceived" : "CloseWait:FinReceived", rig.Steps[^1]);
    }

    [Fact]
    public void SynFlood_FillsFreeRowsOnly_AndIsGoneAfterItsTime()
    {
        var rig = new ObserverRig(StackProfile.Linux(), 2);
        int handle = rig.Established();
        rig.Observer.Listen(7);
        byte[] packet = new byte[100];
        var syn = new SegmentHeader { Source = 1, Destination = 2, DestinationPort = 7, Flags = TcpFlags.Syn };
        for (int port = 1; port <= 100; port++)
        {
            syn.SourcePort = port;
            rig.Observer.SegmentArrives(packet, 0, SegmentCodec.Build(packet, syn, 1), rig.Now);
        }

        Assert.Equal(99u, rig.Observer.Untracked);
        Assert.Equal(TcpState.Established, rig.Observer.StateOf(handle));
        rig.After(65_200);
        Assert.Equal(1, rig.Observer.FreeSlots);
    }

    [Fact]
    public void DamagedCopies_AreCountedAndTouchNothing()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        int handle = rig.Established();
        byte[] noise = new byte[60];
        var random = new Random(1);
        for (int k = 0; k < 1000; k++)
        {
            random.NextBytes(noise);
            rig.Observer.SegmentArrives(noise, 0, random.Next(noise.Length), rig.Now);
        }

        Assert.Equal(1000u, rig.Observer.Unparsable);
        Assert.Equal(TcpState.Established, rig.Observer.StateOf(handle));
    }

    [Fact]
    public void AHundredThousandCloses_AllocateNothing()
    {
        var rig = new ObserverRig(StackProfile.Linux());
        var trace = new TraceRing(1024);
        var quiet = new CloseObserver(StackProfile.Linux(), 4, 1, 1, true, trace, null!) { TapOpen = true };
        long before = 0;
        byte[] packet = new byte[100];
        var header = new SegmentHeader { Source = 2, Destination = 1, SourcePort = 80, DestinationPort = 9 };
        for (int k = 0; k < 100_000; k++)
        {
            before = k == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            long now = k * 100_000_000L;
            int handle = quiet.Connecting(1, 9, 2, 80, now);
            Give(quiet, packet, header, TcpFlags.Syn | Ack, 0, 1, now);
            quiet.Closing(handle, 0, now);
            quiet.CallReturned(handle, now);
            Give(quiet, packet, header, Ack, 1, 2, now);
            Give(quiet, packet, header, Fin, 1, 2, now);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1, quiet.CountInState(TcpState.TimeWait));
        Assert.Empty(rig.Steps);
    }

    private static void Give(
        CloseObserver observer, byte[] packet, SegmentHeader header, int flags, uint seq, uint ack, long now)
    {
        header.Flags = flags;
        header.Seq = seq;
        header.Ack = ack;
        observer.SegmentArrives(packet, 0, SegmentCodec.Build(packet, header, 1), now);
    }
}
