using System.Linq;
using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>A broken invariant costs one connection: a RST, a FAULT record, the slot back; the others go on.</summary>
public sealed class EngineFaultTests
{
    private const TcpState NoState = (TcpState)12;

    [Theory]
    [InlineData(TcpFlags.Ack | TcpFlags.Fin)]
    [InlineData(TcpFlags.Rst)]
    public void StateThatDoesNotExist_EndsThatConnectionAlone(int flags)
    {
        TraceRing ring = new(1024);
        Solo solo = new(o => (o.TraceSegments, o.Connections) = (false, 2), ring);
        int bad = solo.Place(NoState, f => (f.RcvWnd, f.Unread) = (900, 100));
        int good = solo.Place(TcpState.Established, f => f.RemotePort = 9);
        solo.In(flags, 50000, 10000);
        string sent = flags == TcpFlags.Rst ? "" : "ACK 5000>7001 10000 50001 w900 + ";
        uint rcv = flags == TcpFlags.Rst ? 50000u : 50001u;
        Assert.Equal($"{sent}RST,ACK 5000>7001 10000 {rcv} w900", solo.Out());
        Assert.Equal(1u, solo[EngineCounter.Faults]);
        Assert.Equal((1u, 1u), (solo[EngineCounter.ResetsSent], solo[EngineCounter.Ended]));
        Assert.Equal(TcpState.Closed, solo.Engine.StateOf(bad));
        Assert.Equal(1, solo.Engine.FreeConnections);
        Assert.Equal((int)CallResult.NoConnection, solo.Engine.Receive(bad, new byte[1], 0, 1, solo.Now));
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(good));
        string[] records = [.. TraceWordsSink.Read(ring).SkipWhile(line => !line.Contains("Fault"))];
        Assert.Equal(["@8000 #1 Fault 0C0100", "@8000 #1 ? -> CLOSED fault 0"],
            records.Take(2).Select(line => line[(line.IndexOf(' ') + 1)..]));
        Assert.True(solo.Place(TcpState.Established) > 0);
    }

    [Fact]
    public void StateThatDoesNotExist_WithoutATrace_EndsToo()
    {
        Solo solo = new();
        solo.Place(NoState);
        solo.In(TcpFlags.Rst, 50000, 0);
        Assert.Equal(1u, solo[EngineCounter.Faults]);
        Assert.Equal(16, solo.Engine.FreeConnections);
    }

    [Fact]
    public void IsLegal_SaysWhatTheArrowsSay_ForEveryTriple()
    {
        for (uint pair = 0; pair < 256; pair++)
        {
            for (int cause = 0; cause < 24; cause++)
            {
                bool expected = TransitionTable.Arrows.Any(a => a >> 24 == pair && (a >> cause & 1) != 0);
                bool legal = TransitionTable.IsLegal(
                    (TcpState)(pair >> 4), (TcpState)(pair & 15), (TransitionCause)cause);
                Assert.Equal((pair, cause, expected), (pair, cause, legal));
            }
        }
    }

    [Theory]
    [InlineData(1000, 0, 1000)]
    [InlineData(24, 1000, 1024)]
    [InlineData(23, 1000, 1023)]
    [InlineData(1000, 500, 1024)]
    public void ShutdownRead_GivesTheRoomOfUnreadBytesBack_UpToTheBuffer(int window, int unread, int expected)
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established, f => (f.RcvWnd, f.Unread) = (window, unread));
        Assert.Equal(0, solo.Engine.ShutdownRead(handle, solo.Now));
        Assert.Equal(expected, solo.Engine.RcvWnd(handle));
    }

    [Fact]
    public void NoHandle_DoesNotTakeTheNewsOfTheFirstSlot()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established);
        solo.In(TcpFlags.Rst, 50000, 0);
        Assert.Equal((int)CallResult.NoConnection, solo.Engine.Close(0, solo.Now));
        Assert.Equal((int)CallResult.Reset, solo.Engine.Close(handle, solo.Now));
    }
}
