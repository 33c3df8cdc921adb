using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Every close from both sides on real segments; after each step both whole connections are compared.</summary>
public sealed class CloseTests
{
    private const string Open = "ESTABLISHED una=1 nxt=1 rcv=1 wnd=1024 unread=0";
    private const string CloseWait = "CLOSE-WAIT una=1 nxt=1 rcv=2 wnd=1024 unread=0";
    private const string FinWait1 = "FIN-WAIT-1 una=1 nxt=2 rcv=1 wnd=1024 unread=0";
    private const string FinWait2 = "FIN-WAIT-2 una=2 nxt=2 rcv=1 wnd=1024 unread=0";
    private const string LastAck = "LAST-ACK una=1 nxt=2 rcv=2 wnd=1024 unread=0";
    private const string Closing = "CLOSING una=1 nxt=2 rcv=2 wnd=1024 unread=0";
    private const string TimeWait = "TIME-WAIT una=2 nxt=2 rcv=2 wnd=1024 unread=0";

    [Fact]
    public void FourWay_ActiveAndPassive_PassThroughEveryState()
    {
        Pair pair = new();
        pair.Expect(Open, Open);
        pair.Call("a close", pair.A.Close(pair.HandleA, pair.Now));
        pair.Expect(FinWait1, Open);
        Assert.Equal("FIN,ACK seq=1 ack=1", pair.AtoB());
        pair.Expect(FinWait1, CloseWait);
        Assert.Equal("ACK seq=1 ack=2", pair.BtoA());
        pair.Expect(FinWait2, CloseWait);
        Assert.Equal((int)CallResult.EndOfData, pair.Read(pair.B, pair.HandleB));
        pair.Call("b close", pair.B.Close(pair.HandleB, pair.Now));
        pair.Expect(FinWait2, LastAck);
        Assert.Equal("FIN,ACK seq=1 ack=2", pair.BtoA());
        pair.Expect(TimeWait, LastAck);
        Assert.Equal("ACK seq=2 ack=2", pair.AtoB());
        pair.Expect(TimeWait, "CLOSED fin-acked");
        pair.After(119999);
        pair.Expect(TimeWait, "CLOSED fin-acked");
        pair.After(1);
        pair.Expect("CLOSED time-wait-expired", "CLOSED fin-acked");
        Assert.Equal(16, pair.A.FreeConnections);
        Assert.Equal(0, pair.A.TimeWaitCount);
    }

    [Fact]
    public void ThreeSegments_FinAndAckCombined_SkipsFinWait2()
    {
        Pair pair = new();
        pair.Call("a close", pair.A.Close(pair.HandleA, pair.Now));
        pair.AtoB();
        pair.WireB.Sent.Dequeue();
        pair.Call("b close", pair.B.Close(pair.HandleB, pair.Now));
        Assert.Equal("FIN,ACK seq=1 ack=2", pair.BtoA());
        pair.Expect(TimeWait, LastAck);
        Assert.Equal(TransitionCause.FinAndAck, pair.A.CauseOf(pair.HandleA));
        pair.AtoB();
        pair.Expect(TimeWait, "CLOSED fin-acked");
    }

    [Fact]
    public void ThreeSegments_CloseFromTheCallback_CarriesTheAckOnTheFin()
    {
        Pair pair = new();
        pair.WireB.OnData = handle => Assert.Equal(0, pair.B.Close(handle, pair.Now));
        pair.Call("a close", pair.A.Close(pair.HandleA, pair.Now));
        pair.AtoB();
        pair.Expect(FinWait1, LastAck);
        Assert.Equal("FIN,ACK seq=1 ack=2", pair.BtoA());
        Assert.Empty(pair.WireB.Sent);
        pair.Expect(TimeWait, LastAck);
        Assert.Equal("ACK seq=2 ack=2", pair.AtoB());
        pair.Expect(TimeWait, "CLOSED fin-acked");
    }

    [Fact]
    public void AbortFromTheCallback_SendsTheResetAlone()
    {
        Pair pair = new();
        pair.WireB.OnData = handle => Assert.Equal(0, pair.B.Abort(handle, pair.Now));
        pair.A.Close(pair.HandleA, pair.Now);
        pair.AtoB();
        Assert.Equal("RST,ACK seq=1 ack=2", pair.BtoA());
        Assert.Empty(pair.WireB.Sent);
        pair.Expect("CLOSED reset-received", "CLOSED user-abort");
    }

    [Fact]
    public void Simultaneous_CrossingFins_ClosingOnBothSides()
    {
        Pair pair = new();
        pair.Call("a close", pair.A.Close(pair.HandleA, pair.Now));
        pair.Call("b close", pair.B.Close(pair.HandleB, pair.Now));
        pair.Expect(FinWait1, FinWait1);
        pair.AtoB();
        pair.BtoA();
        pair.Expect(Closing, Closing);
        pair.AtoB();
        pair.Expect(Closing, TimeWait);
        pair.BtoA();
        pair.Expect(TimeWait, TimeWait);
    }

    [Fact]
    public void HalfClose_DataStillFlows_ThenLastAck()
    {
        Pair pair = new();
        pair.Call("a shutdown-write", pair.A.ShutdownWrite(pair.HandleA, pair.Now));
        pair.AtoB();
        pair.BtoA();
        pair.Expect(FinWait2, CloseWait);
        Assert.Equal(300, pair.Write(pair.B, pair.HandleB, 300));
        Assert.Equal("ACK seq=1 ack=2 len=300", pair.BtoA());
        pair.Expect("FIN-WAIT-2 una=2 nxt=2 rcv=301 wnd=724 unread=300", "CLOSE-WAIT una=1 nxt=301 rcv=2 wnd=1024 unread=0");
        pair.AtoB();
        pair.Expect("FIN-WAIT-2 una=2 nxt=2 rcv=301 wnd=724 unread=300", "CLOSE-WAIT una=301 nxt=301 rcv=2 wnd=1024 unread=0");
        Assert.Equal((int)CallResult.Closing, pair.Write(pair.A, pair.HandleA, 1));
        pair.After(600000);
        pair.Expect("FIN-WAIT-2 una=2 nxt=2 rcv=301 wnd=724 unread=300", "CLOSE-WAIT una=301 nxt=301 rcv=2 wnd=1024 unread=0");
        pair.Call("b close", pair.B.Close(pair.HandleB, pair.Now));
        pair.BtoA();
        pair.AtoB();
        pair.Expect("TIME-WAIT una=2 nxt=2 rcv=302 wnd=724 unread=300", "CLOSED fin-acked");
        Assert.Equal(300, pair.Read(pair.A, pair.HandleA));
        Assert.Equal((int)CallResult.EndOfData, pair.Read(pair.A, pair.HandleA));
        Assert.Equal(16, pair.A.FreeConnections);
    }

    [Fact]
    public void LostFinalAck_FinAgain_IsAcknowledgedAgainAndRestartsTimeWait()
    {
        Pair pair = new();
        pair.A.Close(pair.HandleA, pair.Now);
        pair.AtoB();
        pair.BtoA();
        pair.B.Close(pair.HandleB, pair.Now);
        pair.BtoA();
        pair.WireA.Sent.Dequeue();
        pair.Expect(TimeWait, LastAck);
        pair.After(1000);
        Assert.Equal("FIN,ACK seq=1 ack=2", pair.BtoA());
        pair.Expect(TimeWait, LastAck);
        Assert.Equal("ACK seq=2 ack=2", pair.AtoB());
        pair.Expect(TimeWait, "CLOSED fin-acked");
        pair.After(119999);
        pair.Expect(TimeWait, "CLOSED fin-acked");
        pair.After(1);
        pair.Expect("CLOSED time-wait-expired", "CLOSED fin-acked");
    }

    [Fact]
    public void Abort_ResetsThePeer()
    {
        Pair pair = new();
        pair.Call("a abort", pair.A.Abort(pair.HandleA, pair.Now));
        pair.Expect("CLOSED user-abort", Open);
        Assert.Equal("RST,ACK seq=1 ack=1", pair.AtoB());
        pair.Expect("CLOSED user-abort", "CLOSED reset-received");
        Assert.Contains(CloseEvent.ResetByPeer, pair.WireB.Events);
        Assert.Equal((int)CallResult.Reset, pair.Read(pair.B, pair.HandleB));
        Assert.Equal((int)CallResult.NoConnection, pair.Read(pair.B, pair.HandleB));
    }

    [Fact]
    public void FinWithData_IsDeliveredBeforeTheEnd()
    {
        Pair pair = new();
        pair.WireA.RefuseNext = 1;
        Assert.Equal(200, pair.Write(pair.A, pair.HandleA, 200));
        pair.Call("a close", pair.A.Close(pair.HandleA, pair.Now));
        Assert.Equal("FIN,ACK seq=1 ack=1 len=200", pair.AtoB());
        pair.Expect("FIN-WAIT-1 una=1 nxt=202 rcv=1 wnd=1024 unread=0", "CLOSE-WAIT una=1 nxt=1 rcv=202 wnd=824 unread=200");
        Assert.Equal(200, pair.Read(pair.B, pair.HandleB));
        Assert.Equal((int)CallResult.EndOfData, pair.Read(pair.B, pair.HandleB));
    }

    [Fact]
    public void CloseTwiceAndStaleHandles_TouchNothing()
    {
        Pair pair = new(o => o.Connections = 1);
        pair.A.Close(pair.HandleA, pair.Now);
        Assert.Equal((int)CallResult.Closing, pair.A.Close(pair.HandleA, pair.Now));
        pair.Expect(FinWait1, Open);
        pair.A.Abort(pair.HandleA, pair.Now);
        Assert.Equal((int)CallResult.NoConnection, pair.A.Close(pair.HandleA, pair.Now));
        int next = pair.A.Connect(Pair.AddressB, 81, 5001, pair.Now);
        Assert.Equal((int)CallResult.Stale, pair.A.Close(pair.HandleA, pair.Now));
        Assert.Equal((int)CallResult.Stale, pair.A.Abort(pair.HandleA, pair.Now));
        Assert.Equal(TcpState.SynSent, pair.A.StateOf(next));
    }

    [Fact]
    public void PeerGone_EveryClosingStateEndsOnItsOwn()
    {
        Pair pair = new();
        pair.A.Close(pair.HandleA, pair.Now);
        pair.WireA.Sent.Clear();
        for (int k = 0; k < 119; k++)
        {
            pair.After(1000);
        }

        Assert.Equal(6, pair.WireA.Sent.Count);
        pair.Expect(FinWait1, Open);
        pair.After(1000);
        pair.Expect("CLOSED retries-exhausted", Open);
        Assert.Contains(CloseEvent.TimedOut, pair.WireA.Events);
        Assert.Contains(CloseEvent.CloseFinished, pair.WireA.Events);
    }
}
