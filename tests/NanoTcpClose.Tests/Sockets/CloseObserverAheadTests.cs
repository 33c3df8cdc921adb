using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

/// <summary>The copies show more than the socket does: a call made now may overtake what they show.</summary>
public sealed class CloseObserverAheadTests
{
    private const int Ack = TcpFlags.Ack;
    private const int Fin = TcpFlags.Ack | TcpFlags.Fin;
    private const int Rst = TcpFlags.Ack | TcpFlags.Rst;

    private readonly ObserverRig _rig = new(StackProfile.Linux());

    private CloseObserver Observer => _rig.Observer;

    [Fact]
    public void DataCopied_UntilTheStackShowsIt()
    {
        int handle = _rig.Established();
        _rig.Copy(Ack, 1, 1, 10);
        Assert.True(IsAhead(handle, PeerCondition.Idle, 0));
        Assert.True(IsAhead(handle, PeerCondition.DataWaiting, 9));
        Assert.False(IsAhead(handle, PeerCondition.DataWaiting, 10));
        Observer.Received(handle, 10, _rig.Now);
        Assert.False(IsAhead(handle, PeerCondition.Idle, 0));
    }

    [Fact]
    public void FinCopied_UntilTheStackShowsIt_OrIsOldEnoughBehindData()
    {
        int handle = _rig.Established();
        _rig.Copy(Fin, 1, 1, 10);
        Assert.True(IsAhead(handle, PeerCondition.DataWaiting, 10));
        _rig.After(6);
        Assert.False(IsAhead(handle, PeerCondition.DataWaiting, 10));
        Observer.Received(handle, 10, _rig.Now);
        Assert.True(IsAhead(handle, PeerCondition.Idle, 0));
        Assert.False(IsAhead(handle, PeerCondition.PeerClosed, 0));
    }

    [Fact]
    public void FinCopiedBeyondAHole_ThatTheUnreadDataFills()
    {
        int handle = _rig.Established();
        _rig.Copy(Fin, 11, 1);
        Assert.True(IsAhead(handle, PeerCondition.DataWaiting, 10));
        _rig.After(6);
        Assert.False(IsAhead(handle, PeerCondition.DataWaiting, 10));
    }

    [Fact]
    public void AcknowledgementCopied_MattersOnlyToACallThatResets()
    {
        int handle = _rig.Established();
        Observer.ShuttingWrite(handle, false, _rig.Now);
        Observer.CallReturned(handle, _rig.Now);
        _rig.Copy(Ack, 1, 2);
        Assert.False(IsAhead(handle, PeerCondition.Idle, 0));
        Assert.True(Observer.IsAhead(handle, PeerCondition.Idle, 0, true, _rig.Now));
        _rig.After(6);
        Assert.False(Observer.IsAhead(handle, PeerCondition.Idle, 0, true, _rig.Now));
    }

    [Fact]
    public void ResetCopied_UntilTheStackShowsIt_AndNeverForAStrangerOrAnOrderlyEnd()
    {
        int handle = _rig.Established();
        _rig.Copy(Rst, 1, 1);
        Assert.True(IsAhead(handle, PeerCondition.Idle, 0));
        Assert.False(IsAhead(handle, PeerCondition.Broken, 0));
        Assert.False(IsAhead(0, PeerCondition.Idle, 0));
        handle = _rig.Established();
        _rig.Copy(Fin, 1, 1);
        _rig.Close(handle);
        _rig.Copy(Ack, 2, 2);
        Assert.False(IsAhead(handle, PeerCondition.PeerClosed, 0));
    }

    [Fact]
    public void InitialNumberUnknown_EveryFreshCopy()
    {
        int handle = _rig.Established(synSeen: false);
        Assert.False(IsAhead(handle, PeerCondition.Idle, 0));
        _rig.Copy(Ack, 62, 1, 10);
        Assert.True(IsAhead(handle, PeerCondition.Idle, 0));
        _rig.After(6);
        Assert.False(IsAhead(handle, PeerCondition.Idle, 0));
    }

    private bool IsAhead(int handle, PeerCondition seen, int unread)
    {
        return Observer.IsAhead(handle, seen, unread, false, _rig.Now);
    }
}
