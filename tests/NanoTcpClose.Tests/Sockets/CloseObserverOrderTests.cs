using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

/// <summary>
/// What came first, a call of the user or a segment whose copy is lost, late or beyond a hole: one ordering a test.
/// </summary>
public sealed class CloseObserverOrderTests
{
    private const int Ack = TcpFlags.Ack;
    private const int Fin = TcpFlags.Ack | TcpFlags.Fin;
    private const int Rst = TcpFlags.Ack | TcpFlags.Rst;

    private readonly ObserverRig _rig = new(StackProfile.Linux());

    private CloseObserver Observer => _rig.Observer;

    [Fact]
    public void EndShowsAfterTheShutdown_WithoutACopy_IsMarkedFromOurFinOn()
    {
        int handle = _rig.Established();
        Observer.ShuttingWrite(handle, true, _rig.Now);
        Observer.EndOfData(handle, _rig.Now);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["FinWait1?:UserClose", "FinWait2?:FinAcked", "TimeWait?:Evidence"], _rig.Steps);
    }

    [Fact]
    public void NoEndShowsAfterTheShutdown_OurFinWasFirst_WithoutAMark()
    {
        int handle = _rig.Established();
        Observer.ShuttingWrite(handle, true, _rig.Now);
        Observer.CallReturned(handle, _rig.Now);
        _rig.Close(handle);
        _rig.Copy(Ack, 1, 2);
        _rig.Copy(Fin, 1, 2);
        Assert.Equal(["FinWait1:UserClose", "FinWait2:FinAcked", "TimeWait:FinReceived"], _rig.Steps);
    }

    [Fact]
    public void Shutdown_ByTheUser_IsToldAsSuch()
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        Assert.Equal(["FinWait1:ShutdownWrite"], _rig.Steps);
    }

    [Fact]
    public void DataWaitsAfterTheShutdown_OnlyAnAcknowledgementOfOurFinSettles()
    {
        int handle = _rig.Established();
        ShutWrite(handle, true);
        _rig.Copy(Ack, 1, 1);
        Assert.Equal(CloseObserver.UncertainMark, Observer.MarksOf(handle));
        _rig.Copy(Ack, 1, 2);
        Assert.Equal(["FinWait1?:ShutdownWrite", "FinWait2:Evidence"], _rig.Steps);
        Assert.Equal(0, Observer.MarksOf(handle));
    }

    [Fact]
    public void DataWaitsAfterTheShutdown_AcknowledgementBeyondRcvNxt_StaysMarked()
    {
        // The peer's data and FIN came before our FIN, both copies lost.
        int handle = _rig.Established();
        ShutWrite(handle, true);
        _rig.Copy(Ack, 12, 2);
        Assert.Equal(["FinWait1?:ShutdownWrite", "FinWait2?:FinAcked"], _rig.Steps);
    }

    [Fact]
    public void DataWaitsAfterTheShutdown_InitialNumberUnknown_NothingSettles()
    {
        int handle = _rig.Established(synSeen: false);
        ShutWrite(handle, true);
        _rig.Copy(Ack, 12, 2);
        _rig.Copy(Ack, 12, 2);
        Assert.All(_rig.Steps, step => Assert.Contains("?", step));
        Assert.Equal(CloseObserver.UncertainMark, Observer.MarksOf(handle));
    }

    [Fact]
    public void DataWaitsAfterTheShutdown_FirstNumberSeenMayStandBehindAFin_NothingSettles()
    {
        // Without the SYN nobody knows that ten bytes and the peer's FIN went before this copy.
        int handle = _rig.Established(synSeen: false);
        _rig.Copy(Ack, 12, 1);
        ShutWrite(handle, true);
        _rig.Copy(Ack, 12, 2);
        Assert.Equal(["FinWait1?:ShutdownWrite", "FinWait2?:FinAcked"], _rig.Steps);
    }

    [Fact]
    public void FirstCopyOfAll_AfterOurFin_LeavesTheStateUncertain()
    {
        // The FIN of a simultaneous close came before it, its copy lost: CLOSING, not FIN-WAIT-2.
        int handle = _rig.Established(synSeen: false);
        ShutWrite(handle);
        _rig.Copy(Ack, 2, 2);
        Assert.Equal(CloseObserver.UncertainMark, Observer.MarksOf(handle));
    }

    [Fact]
    public void FirstAcknowledgementOfAll_DuringTheCall_IsNotTakenForOneWithoutOurFin()
    {
        int handle = _rig.Accepted(true, false);
        Observer.ShuttingWrite(handle, false, _rig.Now);
        _rig.Copy(Ack, 1, 2);
        Observer.CallReturned(handle, _rig.Now);
        _rig.Copy(Fin, 1, 2);
        Assert.Equal(["FinWait1:ShutdownWrite", "TimeWait?:FinAndAck"], _rig.Steps);
    }

    [Fact]
    public void AcknowledgementBeyondRcvNxt_DuringTheCall_MarksOurFinToo()
    {
        int handle = _rig.Established();
        Observer.Closing(handle, 0, _rig.Now);
        _rig.Copy(Ack, 2, 2);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["FinWait1?:UserClose", "FinWait2?:FinAcked"], _rig.Steps);
    }

    [Fact]
    public void InOneCall_FinBeforeIt_CopyLost_TheNextSegmentBringsTheMark()
    {
        int handle = _rig.Established();
        _rig.Close(handle);
        _rig.Copy(Ack, 2, 2);
        Assert.Equal(["FinWait1:UserClose", "FinWait2?:FinAcked"], _rig.Steps);
        Assert.Equal((CloseEvent.StateUncertain, 1), _rig.Notes[^1]);
    }

    [Fact]
    public void InOneCall_FinBeforeIt_AllCopiesLost_SilenceBringsTheMark()
    {
        int handle = _rig.Established();
        _rig.Close(handle);
        _rig.After(2001);
        Assert.Equal(CloseObserver.UncertainMark, Observer.MarksOf(handle));
        _rig.After(130_000);
        Assert.Equal(["FinWait1:UserClose", "Closed?:RetriesExhausted"], _rig.Steps);
    }

    [Fact]
    public void FinBeyondAHole_FilledDuringTheShutdown_IsMarked()
    {
        int handle = _rig.Established();
        _rig.Copy(Fin, 11, 1);
        Observer.ShuttingWrite(handle, false, _rig.Now);
        _rig.Copy(Ack, 1, 1, 10);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["FinWait1?:ShutdownWrite", "Closing?:FinReceived"], _rig.Steps);
    }

    [Fact]
    public void DataDuringTheShutdown_DecidesNothing()
    {
        int handle = _rig.Established();
        Observer.ShuttingWrite(handle, false, _rig.Now);
        _rig.Copy(Ack, 1, 1, 10);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["FinWait1:ShutdownWrite"], _rig.Steps);
    }

    [Fact]
    public void DataDuringTheCloseOfAHalfClosedSocket_IsMarked()
    {
        // Before the close it is unread and a FIN behind it is taken; after it the stack resets.
        int handle = _rig.Established();
        ShutWrite(handle);
        _rig.Copy(Ack, 1, 2);
        Observer.Closing(handle, 0, _rig.Now);
        _rig.Copy(Ack, 1, 2, 10);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal("Closed?:DataAfterClose", _rig.Steps[^1]);
    }

    [Fact]
    public void CloseOverUnreadData_AFinMayStandBehindIt_IsMarked()
    {
        int handle = _rig.Established();
        _rig.Copy(Ack, 1, 1, 10);
        _rig.Close(handle, 10);
        Assert.Equal(["Closed?:UnreadData"], _rig.Steps);
    }

    [Fact]
    public void FinDuringACloseOverUnreadData_IsMarked()
    {
        int handle = _rig.Established();
        _rig.Copy(Ack, 1, 1, 10);
        Observer.Closing(handle, 10, _rig.Now);
        _rig.Copy(Fin, 11, 1);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["CloseWait?:FinReceived", "Closed?:UnreadData"], _rig.Steps);
    }

    [Fact]
    public void AcknowledgementDuringAnAbort_IsMarked()
    {
        int handle = _rig.Established();
        _rig.Copy(Fin, 1, 1);
        ShutWrite(handle);
        Observer.Aborting(handle, 0, _rig.Now);
        _rig.Copy(Ack, 2, 2);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal("Closed?:FinAcked", _rig.Steps[^1]);
    }

    [Theory]
    [InlineData(false, "Closed?:UserAbort")]
    [InlineData(true, "Closed:UserAbort")]
    public void AbortAfterOurFin_AcknowledgementMayBeLost_IsMarkedUnlessItCame(bool acked, string last)
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        if (acked)
        {
            _rig.Copy(Ack, 1, 2);
        }

        Observer.Aborting(handle, 0, _rig.Now);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(last, _rig.Steps[^1]);
    }

    [Theory]
    [InlineData(FinBeforeReset.Unknown, "Closed?:ResetReceived")]
    [InlineData(FinBeforeReset.No, "Closed:ResetReceived")]
    [InlineData(FinBeforeReset.Yes, "CloseWait:Evidence Closed:ResetReceived")]
    public void ResetWithoutACopy_TheStacksErrorTellsOfTheFin(FinBeforeReset fin, string told)
    {
        int handle = _rig.Established();
        Observer.ResetSeen(handle, fin, _rig.Now);
        Assert.Equal(told, string.Join(' ', _rig.Steps));
    }

    [Fact]
    public void ResetWithoutACopy_InFinWait1_AcknowledgementMayBeLost_IsMarked()
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        Observer.ResetSeen(handle, FinBeforeReset.No, _rig.Now);
        Assert.Equal("Closed?:ResetReceived", _rig.Steps[^1]);
    }

    [Fact]
    public void ResetShowsAfterTheShutdown_BeforeOurFinOrAfter_IsMarked()
    {
        int handle = _rig.Established();
        Observer.ShuttingWrite(handle, true, _rig.Now);
        Observer.ResetSeen(handle, FinBeforeReset.No, _rig.Now);
        Observer.CallReturned(handle, _rig.Now);
        Assert.Equal(["Closed?:ResetReceived"], _rig.Steps);
    }

    [Theory]
    [InlineData(1u, "Closed:ResetReceived")]
    [InlineData(2u, "Closed?:ResetReceived")]
    public void ResetInFinWait1_ThatAcknowledgesOurFin_IsMarked(uint ack, string last)
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        _rig.Copy(Rst, 1, ack);
        Assert.Equal(last, _rig.Steps[^1]);
    }

    [Fact]
    public void ResetInClosing_ThatAcknowledgesOurFin_IsMarked()
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        _rig.Copy(Fin, 1, 1);
        _rig.Copy(Rst, 2, 2);
        Assert.Equal("Closed?:ResetReceived", _rig.Steps[^1]);
    }

    [Fact]
    public void ResetThatAnswersOurFin_InLastAck_MayFollowOneBeforeIt_IsMarked()
    {
        int handle = _rig.Established();
        _rig.Copy(Fin, 1, 1);
        _rig.Close(handle);
        _rig.Copy(TcpFlags.Rst, 2, 0);
        Assert.Equal("Closed?:ResetReceived", _rig.Steps[^1]);
    }

    [Fact]
    public void ExactReset_WhereNoSynWasSeen_MayFollowAFin_IsMarked()
    {
        _rig.Established(synSeen: false);
        _rig.Copy(Ack, 61, 1);
        _rig.Copy(Rst, 61, 1);
        Assert.Equal(["Closed?:ResetReceived"], _rig.Steps);
    }

    [Fact]
    public void NewConnectionOnTheTuple_BeforeTheOldOneWasSeenToEnd_EndsItWithAMark()
    {
        // Data met the full close and drew a RST; the copies of it and of the acknowledgement before it are lost.
        int handle = _rig.Established();
        _rig.Close(handle);
        Assert.NotEqual(0, _rig.Connecting(ObserverRig.LocalPort));
        Assert.Equal(["FinWait1:UserClose", "Closed?:Evidence"], _rig.Steps[..2]);
    }

    [Fact]
    public void NewConnectionOnTheTuple_FromTimeWait_NeedsNoMark()
    {
        int handle = _rig.Established();
        _rig.Close(handle);
        _rig.Copy(Fin, 1, 2);
        Assert.NotEqual(0, _rig.Connecting(ObserverRig.LocalPort));
        Assert.Equal("Closed:Evidence", _rig.Steps[2]);
    }

    [Fact]
    public void DataReadBeforeItsCopy_BringsTheFinInFinWait1_IsMarked()
    {
        int handle = _rig.Established();
        ShutWrite(handle);
        _rig.Copy(Fin, 11, 1);
        Observer.Received(handle, 10, _rig.Now);
        Assert.Equal(["FinWait1:ShutdownWrite", "Closing?:FinReceived"], _rig.Steps);
    }

    /// <summary>A shutdown; after it data waits, or nothing does.</summary>
    private void ShutWrite(int handle, bool dataWaits = false)
    {
        Observer.ShuttingWrite(handle, false, _rig.Now);
        if (dataWaits)
        {
            Observer.DataWaits(handle);
        }

        Observer.CallReturned(handle, _rig.Now);
    }
}
