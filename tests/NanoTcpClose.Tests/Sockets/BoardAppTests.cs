using System;
using System.Net;
using System.Text;
using System.Threading;
using NanoTcpClose.App;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class BoardAppTests
{
    private const uint FirstAddress = 0xC0000201;
    private const uint SecondAddress = 0xC0000202;

    [Fact]
    public void TwoBoards_OverUdp_OpenExchangeAndClose()
    {
        var probe = new UdpPacketLink(0, new IPEndPoint(IPAddress.Loopback, 9));
        var second = new UdpPacketLink(0, new IPEndPoint(IPAddress.Loopback, probe.LocalPort));
        int firstPort = probe.LocalPort;
        probe.Close();
        var first = new UdpPacketLink(firstPort, new IPEndPoint(IPAddress.Loopback, second.LocalPort));
        using var a = new TestBoard(first);
        using var b = new TestBoard(second);
        BoardApp client = Start(a, FirstAddress);
        BoardApp server = Start(b, SecondAddress);
        try
        {
            server.Listen(80);
            int handle = client.Connect(SecondAddress, 80, 0);
            Assert.True(handle > 0);
            int accepted = 0;
            Wait(() => (accepted = server.Accept(80)) > 0);
            Assert.Equal(5, client.Send(handle, Encoding.ASCII.GetBytes("hello"), 0, 5));
            byte[] data = new byte[16];
            Wait(() => server.Receive(accepted, data, 0, 16) == 5);
            Assert.Equal(0, client.Close(handle));
            Wait(() => server.StateOf(accepted) == TcpState.CloseWait);
            Assert.Equal(0, server.Close(accepted));
            Wait(() => client.StateOf(handle) == TcpState.TimeWait);
            Wait(() => client.CountInState(TcpState.TimeWait) == 0);
            Assert.Equal(TcpState.Closed, server.StateOf(accepted));
        }
        finally
        {
            client.Stop();
            server.Stop();
            first.Close();
            second.Close();
        }

        Assert.True(a.Log().Length > 200);
        Assert.True(a.LongestWrite <= new BoardAppOptions().LogBudgetBytes);
    }

    [Fact]
    public void Log_LineThatFails_IsSurvivedAndSaysHelloAgain()
    {
        using var board = new TestBoard(null) { TextLog = true, LineIsGone = true };
        var options = new BoardAppOptions { LogRetryMs = 20 };
        var app = new BoardApp(board, options);
        board.Attach(app);
        app.Start();
        try
        {
            Wait(() => app.LogFailures > 2);
            board.LineIsGone = false;
            Wait(() => Encoding.ASCII.GetString(board.Log()).Contains("~NTC1 H", StringComparison.Ordinal));
        }
        finally
        {
            app.Stop();
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NetworkThatCameUp_IsNamedInTheLog_BetweenTwoRecords(bool text)
    {
        using var board = new TestBoard(null) { TextLog = text };
        var app = new BoardApp(board, new BoardAppOptions { ObservesSockets = true });
        board.Attach(app);
        app.Start();
        try
        {
            app.NetworkCameUp("127.0.0.1");
            app.NetworkCameUp("127.0.0.1");
            Wait(() => Encoding.Latin1.GetString(board.Log())
                .Contains("\r\nNanoTcpClose: http://127.0.0.1/\r\n", StringComparison.Ordinal));
            Assert.Throws<ArgumentNullException>(() => app.Notice(null!));
            app.Notice(new string('x', 500));
            Wait(() => Encoding.Latin1.GetString(board.Log())
                .Contains("\r\n" + new string('x', 76) + "\r\n", StringComparison.Ordinal));
        }
        finally
        {
            app.Stop();
        }
    }

    /// <summary>A connect without an answer is given up in time whatever the timer does: fires early, or not at all.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(-1)]
    public void Deadline_IsServed_WhenTheTimerIsEarlyOrLost(int timerEarlyMs)
    {
        using var board = new TestBoard(new SilentLink()) { TimerEarlyMs = timerEarlyMs };
        var options = new BoardAppOptions { LocalAddress = FirstAddress };
        options.Engine.RtoInitialMs = 200;
        options.Engine.RtoMinMs = 1;
        var app = new BoardApp(board, options);
        board.Attach(app);
        app.Start();
        try
        {
            Assert.True(app.Connect(SecondAddress, 80, 0) > 0);
            uint[] counters = new uint[(int)EngineCounter.Count];
            Wait(() =>
            {
                app.CopyCounters(counters);
                return counters[(int)EngineCounter.Retransmissions] >= 3;
            });
        }
        finally
        {
            app.Stop();
        }
    }

    [Fact]
    public void Stop_BeforeStartAndTwice_IsHarmless()
    {
        using var board = new TestBoard(null);
        var app = new BoardApp(board, new BoardAppOptions());
        app.Stop();
        app.Start();
        app.Start();
        app.Stop();
        app.Stop();
        Assert.False(app.IsRunning);
    }

    internal static void Wait(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(() => Slept(condition), 8000), "the condition did not come true in 8 s");

    private static bool Slept(Func<bool> condition)
    {
        if (condition())
        {
            return true;
        }

        Thread.Sleep(2);
        return false;
    }

    private sealed class SilentLink : IPacketLink
    {
        public bool Send(byte[] datagram, int length) => true;

        public int Receive(byte[] buffer, int timeoutMs)
        {
            Thread.Sleep(Math.Min(timeoutMs, 50));
            return 0;
        }
    }

    private static BoardApp Start(TestBoard board, uint address)
    {
        var options = new BoardAppOptions { LocalAddress = address };
        options.Engine.MslMs = 100;
        var app = new BoardApp(board, options);
        board.Attach(app);
        app.Start();
        return app;
    }
}
