using System;
using System.IO;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Sockets;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>netstat, diff, replay, peer, version: screens, NDJSON and exit codes.</summary>
public sealed class LiveCommandTests
{
    [Theory]
    [InlineData("netstat.txt", "netstat")]
    [InlineData("netstat-all.txt", "netstat", "--all")]
    [InlineData("netstat.json", "netstat", "--json")]
    [InlineData("replay.txt", "replay", "--speed", "max")]
    public void Should_Render_The_Golden_Screen(string golden, string command, params string[] rest)
    {
        string file = Mixed().File();
        Cli run = new(null, [command, file, .. rest]);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal(golden, run.Out);
    }

    [Fact]
    public void Netstat_Should_Exit_6_When_Nothing_Comes()
    {
        Cli run = new([], "netstat", "-", "--wait", "200ms");
        Assert.Equal(ExitCode.Timeout, run.Code);
        Assert.Contains("no record came from -; ask `ntc doctor -`", run.Err);
    }

    [Fact]
    public void Diff_Should_Say_Same_Or_Show_The_First_Divergence()
    {
        string a = new Captures().Hello().FourWay(1).FourWay(2).File();
        string b = new Captures().Hello(7).FourWay(1).Open(2)
            .Step(2, S.Closed, S.SynSent, C.ActiveOpen, 10).Step(2, S.SynSent, S.Established, C.SynAcked, 12)
            .Step(2, S.Established, S.CloseWait, C.FinReceived, 100).File();
        Cli same = new(null, "diff", a, a);
        Cli differ = new(null, "diff", a, b);
        Cli json = new(null, "diff", a, b, "--json");
        File.Delete(a);
        File.Delete(b);
        Assert.Equal(ExitCode.Ok, same.Code);
        Assert.Equal("2 connections went the same way in both runs\n", same.Out);
        Assert.Equal(ExitCode.RuleBroken, differ.Code);
        Golden.Equal("diff.txt", differ.Out);
        Golden.Equal("diff.json", json.Out);
    }

    [Theory]
    [InlineData("20ms", ExitCode.RuleBroken)]
    [InlineData("100ms", ExitCode.Ok)]
    [InlineData("10%", ExitCode.RuleBroken)]
    [InlineData("80%", ExitCode.RuleBroken)]
    [InlineData("90%", ExitCode.Ok)]
    [InlineData("40ms+50%", ExitCode.Ok)]
    [InlineData("soon", ExitCode.Usage)]
    [InlineData("5ms+6ms", ExitCode.Usage)]
    [InlineData("-5%", ExitCode.Usage)]
    public void Diff_Should_Hold_Times_Within_What_Is_Asked(string within, int code)
    {
        // FIN-WAIT-1 lasts 21 ms in one run and 121 ms in the other, everything else as long as before.
        string a = new Captures().Hello().FourWay(1).File();
        string b = new Captures().Hello(7).Open(1)
            .Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10).Step(1, S.SynSent, S.Established, C.SynAcked, 12)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 100).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 221)
            .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 250)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1250).File();
        Cli run = new(null, "diff", a, b, "--within=" + within);
        Cli without = new(null, "diff", a, b);
        File.Delete(a);
        File.Delete(b);
        Assert.Equal(code, run.Code);
        Assert.Equal(ExitCode.Ok, without.Code);
        if (code == ExitCode.RuleBroken)
        {
            Golden.Equal("diff-times.txt", run.Out);
        }
    }

    [Fact]
    public void Replay_Should_Step_With_Every_Line_Of_Input()
    {
        string file = new Captures().Hello().FourWay(1).File();
        Cli one = new(Encoding.UTF8.GetBytes("\n"), "replay", file, "--speed", "step");
        Cli none = new([], "replay", file, "--speed", "step");
        Cli wrong = new([], "replay", file, "--speed", "fast");
        File.Delete(file);
        Assert.Contains("TIME-WAIT -> CLOSED", one.Out);
        Assert.Equal("", none.Out);
        Assert.Equal(ExitCode.Usage, wrong.Code);
        Assert.StartsWith("--- --speed takes 1x, 10x, 0.5x, max or step, not 'fast'", wrong.Err);
    }

    [Fact]
    public void Peer_Should_Put_Both_States_Side_By_Side_And_End_In_A_Sentence()
    {
        string file = new Captures().Hello().Open(1).Step(1, S.Established, S.FinWait1, C.UserClose, 20)
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 30).File();
        LocalSocket mine = new(0xC0000202, 443, 0xC0000201, 50001, S.CloseWait, 12, 0);
        Cli run = new(null, s => s with { FindSockets = () => [mine] }, "peer", file);
        Cli other = new(null, s => s with { FindSockets = () => [] }, "peer", file);
        Cli json = new(null, s => s with { FindSockets = () => [mine] }, "peer", file, "--json");
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("1.1    192.0.2.2:443          FIN-WAIT-2    CLOSE-WAIT\n", run.Out);
        Assert.EndsWith(
            "1.1  board FIN-WAIT-2, peer CLOSE-WAIT: the application on the PC has not called close and has "
            + "12 bytes unread; "
            + "the board waits for that\n",
            run.Out);
        Assert.Equal(ExitCode.Timeout, other.Code);
        Assert.Contains("they go to 192.0.2.2:443: run it on that computer", other.Err);
        Golden.Equal("peer.json", json.Out);
    }

    [Theory]
    [InlineData(S.Closed, S.CloseWait, "the application on the PC has not called close; the board has given it up")]
    [InlineData(S.CloseWait, S.FinWait2, "the application on the board has not called close")]
    [InlineData(S.TimeWait, S.Closed, "done here; the board waits out old duplicates")]
    [InlineData(S.LastAck, S.Closed, "this PC has no such connection any more: the board's FIN will draw a RST")]
    [InlineData(S.Closed, S.Closed, "both are done")]
    public void Every_Pair_Of_States_Should_Have_Its_Sentence(S board, S peer, string text)
    {
        Assert.Contains(text, PeerSentences.Of(board, peer, 0));
    }

    [Fact]
    public void No_Pair_Of_States_Should_Be_Without_A_Sentence()
    {
        foreach (S board in Enum.GetValues<S>().Where(s => s != 0))
        {
            foreach (S peer in Enum.GetValues<S>().Where(s => s != 0))
            {
                Assert.True(PeerSentences.Of(board, peer, 0).Split(": ")[1].Length > 4, board + " " + peer);
            }
        }
    }

    [Fact]
    public void Socket_Table_Should_Read_Lines_Of_The_Kernel()
    {
        const string Line = "   0: 0100007F:1F90 0200007F:C350 08 00000005:0000000D 00:00000000 00000000  0  0 1 1 0";
        Assert.Equal(new LocalSocket(0x7F000001, 8080, 0x7F000002, 50000, S.CloseWait, 12, 5), SocketTable.Parse(Line));
        string mapped = Line.Replace("0100007F", "0000000000000000FFFF00000100007F")
            .Replace("0200007F", "0000000000000000FFFF00000200007F");
        Assert.Equal(SocketTable.Parse(Line), SocketTable.Parse(mapped));
        LocalSocket waiting = SocketTable.Parse(Line.Replace(" 08 ", " 06 ").Replace("00:00000000", "03:00001653"))!;
        Assert.Equal((S.TimeWait, 57150.0), (waiting.State, waiting.LeftMs));
        Assert.Null(SocketTable.Parse(Line.Replace("0100007F", "20010DB8000000000000000000000001")));
    }

    [Fact]
    public void Version_Should_Tell_Tool_And_Wire()
    {
        Cli run = new(null, "version", "--json");
        Assert.StartsWith("{\"schema\":\"ntcl/1\",\"ntc\":\"", run.Out);
        Assert.Contains("\"wire\":1", run.Out);
        Assert.Contains("\"runtime\":\".NET ", run.Out);
    }

    internal static Captures Mixed()
    {
        return new Captures().Hello().FourWay(1).Open(2, ms: 1200)
            .Step(2, S.SynSent, S.Established, C.SynAcked, 1210)
            .Open(3, active: false, ms: 1300).Step(3, S.SynReceived, S.Established, C.SynAcked, 1310)
            .Step(3, S.Established, S.CloseWait, C.FinReceived, 1400)
            .Open(4, ms: 1500).Step(4, S.FinWait2, S.TimeWait, C.FinReceived, 1700)
            .Open(5, ms: 1900).Step(5, S.SynSent, S.Established, C.SynAcked, 2000);
    }
}
