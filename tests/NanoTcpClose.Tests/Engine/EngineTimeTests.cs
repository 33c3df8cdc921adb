using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Ticks of 125 microseconds inside: deadlines are never early, and a call sees no overdue state.</summary>
public sealed class EngineTimeTests
{
    private const long Second = 1_000_000;

    [Fact]
    public void NextDeadline_NothingToDo_IsNever()
    {
        Solo solo = new();
        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
        int handle = solo.Place(TcpState.Established);
        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
        Assert.Equal(0, solo.Engine.Abort(handle, solo.Now));
        solo.After(1);
        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
    }

    [Theory]
    [InlineData(1_000_000, 2_000_000)]
    [InlineData(1_000_001, 2_000_125)]
    [InlineData(1_000_124, 2_000_125)]
    [InlineData(1_000_125, 2_000_125)]
    public void NextDeadline_OfATimer_IsRoundedUpToATick(long now, long expected)
    {
        Solo solo = new(now: now);
        int handle = solo.Place(TcpState.Established);
        solo.Engine.Close(handle, now);
        Assert.Equal(expected, solo.Engine.NextDeadline);
        Assert.Equal("FIN,ACK 5000>7001 10000 50000 w1000", solo.Out());
        solo.Engine.Advance(expected - 1);
        Assert.Equal("", solo.Out());
        solo.Engine.Advance(expected);
        Assert.Equal("FIN,ACK 5000>7001 10000 50000 w1000", solo.Out());
        Assert.Equal(expected + (2 * Second), solo.Engine.NextDeadline);
    }

    [Fact]
    public void NextDeadline_IsTheEarliestOfAllConnections()
    {
        Solo solo = new(o => o.MslMs = 30_000);
        solo.Place(TcpState.FinWait2, f => f.RemotePort = 1);
        Assert.Equal(61 * Second, solo.Engine.NextDeadline);
        solo.Place(TcpState.TimeWait, f => (f.RemotePort, f.AgeMicroseconds) = (2, 5 * Second));
        Assert.Equal(56 * Second, solo.Engine.NextDeadline);
        solo.Place(TcpState.CloseWait, f => (f.RemotePort, f.AgeMicroseconds) = (3, 6 * Second));
        Assert.Equal(55 * Second, solo.Engine.NextDeadline);
        solo.Place(TcpState.FinWait1, f => f.RemotePort = 4);
        Assert.Equal(2 * Second, solo.Engine.NextDeadline);
        solo.In(TcpFlags.Ack, 50000, 10001, from: 4);
        solo.Out();

        // A timer that was stopped may leave an early deadline behind; it finds nothing to do.
        solo.Engine.Advance(2 * Second);
        Assert.Equal("", solo.Out());
        Assert.Equal(55 * Second, solo.Engine.NextDeadline);
        solo.Engine.Advance(55 * Second);
        Assert.Equal("CloseFinished CloseWaitLeak", solo.Events());
        Assert.Equal(56 * Second, solo.Engine.NextDeadline);
        solo.Engine.Advance(56 * Second);
        Assert.Equal(0, solo.Engine.TimeWaitCount);
        Assert.Equal(61 * Second, solo.Engine.NextDeadline);
        solo.Engine.Advance(61 * Second);
        Assert.Equal("TimedOut TimedOut", solo.Events());
        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
    }

    [Fact]
    public void Advance_BackInTime_IsNoTimePassed()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.Established);
        solo.Engine.Close(handle, 1_500_000);
        solo.Out();
        solo.Engine.Advance(1_000_000);
        solo.Engine.Advance(2_499_999);
        Assert.Equal("", solo.Out());
        solo.Engine.Advance(2_500_000);
        Assert.Equal("FIN,ACK 5000>7001 10000 50000 w1000", solo.Out());
    }

    [Fact]
    public void SegmentArrives_AtTheDeadline_MeetsNoEntryAnyMore()
    {
        Solo solo = new(o => o.MslMs = 1000);
        solo.Place(TcpState.TimeWait);
        solo.Now += (2 * Second) - 1;
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 49999, 10001);
        Assert.Equal("ACK 5000>7001 10001 50000 w1024", solo.Out());
        solo.Now = 3 * Second;
        solo.In(TcpFlags.Ack, 50000, 10001);
        Assert.Equal("", solo.Out());

        // The FIN restarted it a microsecond before its end: due is the next whole tick after 2 x MSL.
        solo.Now = (5 * Second) - 1;
        solo.In(TcpFlags.Ack, 50000, 10001);
        Assert.Equal("", solo.Out());
        solo.Now = 5 * Second;
        solo.In(TcpFlags.Ack, 50000, 10001);
        Assert.Equal("RST 5000>7001 10001 0 w0", solo.Out());
    }

    [Fact]
    public void Calls_AtTheDeadline_MeetNoConnectionAnyMore()
    {
        Solo solo = new();
        int handle = solo.Place(TcpState.FinWait2);
        Assert.Equal((int)CallResult.Closing, solo.Engine.Close(handle, (61 * Second) - 1));
        Assert.Equal((int)CallResult.TimedOut, solo.Engine.Close(handle, 61 * Second));
        Assert.Equal((int)CallResult.NoConnection, solo.Engine.Close(handle, 61 * Second));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(38)]
    [InlineData(80)]
    [InlineData(400)]
    [InlineData(4_000_000)]
    public void Leap_OfManyHours_EndsWhatIsOver_AndKeepsWhatIsNot(long hours)
    {
        Solo solo = new();
        solo.Place(TcpState.TimeWait, f => f.RemotePort = 1);
        int wait = solo.Place(TcpState.CloseWait, f => f.RemotePort = 2);
        int half = solo.Place(TcpState.FinWait2, f => (f.RemotePort, f.HalfClosed) = (3, true));
        int open = solo.Place(TcpState.Established, f => (f.RemotePort, f.Unacked) = (4, 10));
        solo.Place(TcpState.FinWait1, f => f.RemotePort = 5);
        solo.Now += hours * 3600 * Second;
        solo.Engine.Advance(solo.Now);
        Assert.Equal("CloseWaitLeak TimedOut CloseFinished", solo.Events());
        Assert.Equal(0, solo.Engine.TimeWaitCount);
        Assert.Equal(TcpState.CloseWait, solo.Engine.StateOf(wait));
        Assert.Equal(TcpState.FinWait2, solo.Engine.StateOf(half));
        Assert.Equal(TcpState.Established, solo.Engine.StateOf(open));
        Assert.InRange(solo.Engine.NextDeadline, solo.Now + 1, solo.Now + (60 * Second));
        solo.Out();

        // What starts after the leap has its whole time.
        solo.Engine.Close(half, solo.Now);
        solo.After(59_999);
        Assert.Equal(TcpState.FinWait2, solo.Engine.StateOf(half));
        solo.After(1);
        Assert.Equal(TcpState.Closed, solo.Engine.StateOf(half));
    }

    [Fact]
    public void TimeWaitNextMs_CountsDownRoundedUp()
    {
        Solo solo = new(o => o.MslMs = 1000);
        Assert.Equal(-1, solo.Engine.TimeWaitNextMs(solo.Now));
        solo.Place(TcpState.TimeWait);
        Assert.Equal(2000, solo.Engine.TimeWaitNextMs(1_000_000));
        Assert.Equal(2000, solo.Engine.TimeWaitNextMs(1_000_124));
        Assert.Equal(2000, solo.Engine.TimeWaitNextMs(1_000_999));
        Assert.Equal(1999, solo.Engine.TimeWaitNextMs(1_001_000));
        Assert.Equal(1, solo.Engine.TimeWaitNextMs(2_999_999));
        Assert.Equal(-1, solo.Engine.TimeWaitNextMs(3_000_000));
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(524_287)]
    [InlineData(524_288)]
    [InlineData(1_000_000)]
    [InlineData(33_000_000)]
    public void LongTimeWait_IsKeptInCoarserSteps_NeverShorter(int mslMs)
    {
        const long Start = 1_000_125;
        Solo solo = new(o => o.MslMs = mslMs, now: Start);
        long wait = mslMs * 2000L;
        long step = 125;
        while (wait / step >= 1 << 23)
        {
            step *= 2;
        }

        solo.Place(TcpState.Closing);
        solo.In(TcpFlags.Ack, 50000, 10001);
        solo.Out();

        // The deadline of the FIN stands until it finds nothing to do.
        solo.Engine.Advance(2_000_125);
        Assert.InRange(solo.Engine.NextDeadline, Start + wait, Start + wait + step - 1);
        long end = solo.Engine.NextDeadline;
        solo.Engine.Advance(end - 1);
        Assert.Equal(1, solo.Engine.TimeWaitCount);
        solo.Engine.Advance(end);
        Assert.Equal(0, solo.Engine.TimeWaitCount);
    }

    [Fact]
    public void TimeWait_EntriesEndInTheOrderOfTheirRestarts()
    {
        Solo solo = new(o => o.MslMs = 5000);
        for (int port = 1; port <= 4; port++)
        {
            solo.Place(TcpState.TimeWait, f => f.RemotePort = port);
            solo.After(1000);
        }

        // Entries began at 0, 1, 2, 3 s and would end at 10 to 13 s; at 4 s the second and at 5 s the first start anew.
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 49999, 10001, from: 2);
        solo.After(1000);
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 49999, 10001, from: 1);
        solo.Out();
        foreach ((long atMs, int ended) in new[] { (13_000L, 3), (14_000L, 4), (15_000L, 2), (16_000L, 1) })
        {
            solo.Engine.Advance((atMs * 1000) - 1);
            Assert.Equal(atMs * 1000, solo.Engine.NextDeadline);
            Assert.NotEqual(0, solo.Engine.Find(Pair.AddressB, ended, Solo.Port));
            solo.Engine.Advance(atMs * 1000);
            Assert.Equal(0, solo.Engine.Find(Pair.AddressB, ended, Solo.Port));
        }

        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void TimeWait_ATickLate_IsOver(int ticks)
    {
        Solo solo = new(o => o.MslMs = 1000);
        solo.Place(TcpState.TimeWait);
        solo.Engine.Advance((3 * Second) - 1);
        solo.Engine.Advance((3 * Second) + (ticks * 125));
        Assert.Equal(0, solo.Engine.TimeWaitCount);
        Assert.Equal(1u, solo[EngineCounter.Ended]);
    }

    [Fact]
    public void UserTimeout_ShorterThanTheRetransmission_WakesInTime()
    {
        Solo solo = new(o => o.UserTimeoutMs = 500);
        int handle = solo.Place(TcpState.Established);
        solo.Engine.Send(handle, new byte[1], 0, 1, solo.Now);
        Assert.Equal(1_500_000, solo.Engine.NextDeadline);
        solo.After(500);
        Assert.Equal("TimedOut", solo.Events());
    }

    [Fact]
    public void FinWait2_ShorterThanTheRetransmission_WakesInTime()
    {
        Solo solo = new(o => o.FinWait2TimeoutMs = 300);
        int handle = solo.Place(TcpState.FinWait1);
        solo.After(100);
        solo.In(TcpFlags.Ack, 50000, 10001);
        Assert.Equal(1_400_000, solo.Engine.NextDeadline);
        solo.After(300);
        Assert.Equal("CloseFinished TimedOut", solo.Events());
        Assert.Equal((int)CallResult.TimedOut, solo.Engine.Close(handle, solo.Now));
    }

    [Fact]
    public void FinWait2_ClosedFullyLater_CountsFromThere()
    {
        Solo solo = new(o => o.FinWait2TimeoutMs = 300);
        int handle = solo.Place(TcpState.FinWait2, f => f.HalfClosed = true);
        solo.After(1000);
        Assert.Equal(long.MaxValue, solo.Engine.NextDeadline);
        Assert.Equal(0, solo.Engine.Close(handle, solo.Now));
        Assert.Equal(2_300_000, solo.Engine.NextDeadline);
        solo.After(300);
        Assert.Equal("CloseFinished TimedOut", solo.Events());
    }

    [Theory]
    [InlineData(60_000, 61_000_000)]
    [InlineData(0, long.MaxValue)]
    public void CloseWait_WakesForItsAlarm(int alarmMs, long expected)
    {
        Solo solo = new(o => o.CloseWaitAlarmMs = alarmMs);
        solo.Place(TcpState.Established);
        solo.In(TcpFlags.Fin | TcpFlags.Ack, 50000, 10000);
        Assert.Equal(expected, solo.Engine.NextDeadline);
    }

    [Theory]
    [InlineData(700, 1_700_000)]
    [InlineData(5000, 2_000_000)]
    public void Linger_WakesInTime(int lingerMs, long expected)
    {
        Solo solo = new(o => o.LingerMs = lingerMs);
        int handle = solo.Place(TcpState.Established);
        solo.Engine.Close(handle, solo.Now);
        Assert.Equal(expected, solo.Engine.NextDeadline);
    }

    [Fact]
    public void Linger_AtAClosedWindow_WakesInTime()
    {
        Solo solo = new(o => o.LingerMs = 700);
        int handle = solo.Place(TcpState.FinWait1, f => (f.HalfClosed, f.PeerWnd, f.Unsent) = (true, 0, 5));
        solo.Engine.Advance(solo.Now);
        solo.Engine.Close(handle, solo.Now);
        Assert.Equal(1_700_000, solo.Engine.NextDeadline);
        solo.After(700);
        Assert.Equal("LingerExpired CloseFinished", solo.Events());
    }
}
