using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>What the engine writes into its trace, record by record and field by field.</summary>
public sealed class TraceOfEngineTests
{
    [Fact]
    public void ActiveOpen_DataBothWays_FinAgain_TimeWait()
    {
        TraceRing ring = new(4096);
        Solo solo = new(o => o.MslMs = 1000, ring);
        int handle = solo.Engine.Connect(Pair.AddressB, Solo.PeerPort, Solo.Port, solo.Now);
        solo.After(10);
        solo.In(TcpFlags.Syn | TcpFlags.Ack, 70000, 0x1001, window: 0x1234, mss: 1460);
        Assert.Equal(4, solo.Engine.Send(handle, new byte[4], 0, 4, solo.Now));
        solo.After(10);
        solo.In(TcpFlags.Ack | TcpFlags.Psh, 70001, 0x1005, 3);
        Assert.Equal(3, solo.Engine.Receive(handle, new byte[9], 0, 9, solo.Now));
        Assert.Equal(0, solo.Engine.Close(handle, solo.Now));
        solo.After(1000);
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 70004, 0x1006, window: 0x4321);
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 70004, 0x1006, window: 0x4321);
        solo.After(2000);
        Expect(
            ring,
"0 @8000 #1 open C0000201:5000 C6336401:7001 active iss=4096 irs=0",
            "1 @8000 #1 CLOSED -> SYN-SENT active-open 0",
            "2 @8000 #1 > 02 0 0 len=0 w=1024",
            "3 @8080 #1 < 12 70000 1 len=0 w=4660",
            "4 @8080 #1 SYN-SENT -> ESTABLISHED syn-acked 0",
            "5 @8080 #1 note Established 0",
            "6 @8080 #1 > 10 1 1 len=0 w=1024",
            "7 @8080 #1 > 18 1 1 len=4 w=1024",
            "8 @8160 #1 < 18 1 5 len=3 w=65535",
            "9 @8160 #1 > 10 5 4 len=0 w=1021",
            "10 @8160 #1 ESTABLISHED -> FIN-WAIT-1 user-close 0",
            "11 @8160 #1 > 11 5 4 len=0 w=1024",
            "12 @16160 #1 > 11 5 4 len=0 w=1024",
            "13 @16160 #1 < 11 4 6 len=0 w=17185",
            "14 @16160 #1 > 10 6 5 len=0 w=1024",
            "15 @16160 #1 note CloseFinished 0",
            "16 @16160 #1 FIN-WAIT-1 -> TIME-WAIT fin-and-ack 1",
            "17 @16160 #1 < 11 4294967295 0 len=0 w=17185 end",
            "18 @16160 #1 > 10 0 0 len=0 w=1024 end",
            "19 @32160 #1 TIME-WAIT -> CLOSED time-wait-expired 0");
    }

    [Fact]
    public void PassiveOpen_WithoutSegments_PeerClosesFirst()
    {
        TraceRing ring = new(4096);
        Solo solo = new(o => (o.TraceSegments, o.Connections) = (false, 1), ring);
        solo.Engine.Listen(Solo.Port);
        solo.In(TcpFlags.Syn, 70000, 0, mss: 1460);
        solo.After(1);
        solo.In(TcpFlags.Ack, 70001, 0x1001);
        int handle = solo.Engine.Accept(Solo.Port);
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 70001, 0x1001);
        solo.In(TcpFlags.Syn, 5, 0, from: 9);
        solo.After(60_000);
        Assert.Equal(0, solo.Engine.Close(handle, solo.Now));
        solo.After(1000);
        solo.After(2000);
        solo.In(TcpFlags.Ack, 70002, 0x1002);
        Expect(
            ring,
            "0 @8000 #1 note LastSlot 0",
            "1 @8000 #1 open C0000201:5000 C6336401:7001 passive iss=4096 irs=70000",
            "2 @8000 #1 LISTEN -> SYN-RECEIVED passive-open 0",
            "3 @8008 #1 SYN-RECEIVED -> ESTABLISHED syn-acked 0",
            "4 @8008 #1 note Established 0",
            "5 @8008 #1 ESTABLISHED -> CLOSE-WAIT fin-received 0",
            "6 @8008 #0 note RefusedFull 0",
            "7 @488008 #1 note CloseWaitLeak 60000",
            "8 @488008 #1 CLOSE-WAIT -> LAST-ACK user-close 0",
            "9 @512008 #1 note CloseFinished 0",
            "10 @512008 #1 LAST-ACK -> CLOSED fin-acked 2");
    }

    [Fact]
    public void Ends_OfEveryOtherKind_AreNoted()
    {
        TraceRing ring = new(8192);
        Solo solo = new(o => (o.TraceSegments, o.TimeWaitEntries, o.LingerMs) = (false, 1, 5000), ring);
        solo.Place(TcpState.TimeWait, f => f.RemotePort = 1);
        solo.Place(TcpState.Closing, f => f.RemotePort = 2);
        solo.In(TcpFlags.Ack, 50000, 10001, from: 2);
        solo.In(TcpFlags.Syn, 7, 0, from: 2);
        solo.In(TcpFlags.Syn, 7, 0, from: 2);
        int lingers = solo.Place(TcpState.Established, f => f.RemotePort = 3);
        Assert.Equal(0, solo.Engine.Close(lingers, solo.Now));
        int aborted = solo.Place(TcpState.Established, f => f.RemotePort = 4);
        Assert.Equal(0, solo.Engine.Abort(aborted, solo.Now));
        solo.Place(TcpState.Established, f => f.RemotePort = 5);
        solo.In(TcpFlags.Rst, 50000, 0, from: 5);
        solo.After(5000);
        Expect(
            ring,
            "0 @8000 #1 CLOSING -> TIME-WAIT fin-acked 0",
            "1 @8000 #2 note CloseFinished 0",
            "2 @8000 #1 TIME-WAIT -> CLOSED evicted 0",
            "3 @8000 #1 note Evicted 0",
            "4 @8000 #2 CLOSING -> TIME-WAIT fin-acked 0",
            "5 @8000 #2 note ChallengeLimited 0",
            "6 @8000 #3 ESTABLISHED -> FIN-WAIT-1 user-close 0",
            "7 @8000 #4 ESTABLISHED -> CLOSED user-abort 0",
            "8 @8000 #5 ESTABLISHED -> CLOSED reset-received 0",
            "9 @8000 #5 note ResetByPeer 0",
            "10 @48000 #3 FIN-WAIT-1 -> CLOSED linger-expired 1",
            "11 @48000 #3 note LingerExpired 0",
            "12 @48000 #3 note CloseFinished 0");
    }

    private static void Expect(TraceRing ring, params string[] expected)
    {
        Assert.Equal(expected, TraceWordsSink.Read(ring));
    }
}
