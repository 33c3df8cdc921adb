using System;
using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>The sentences of `ntc test`.</summary>
public sealed class SentenceTests
{
    [Theory]
    [InlineData("active close ends within 2xMSL", ExitCode.Ok)]
    [InlineData("every active close ends within 50ms", ExitCode.Ok)]
    [InlineData("active close ends within 49ms", ExitCode.RuleBroken)]
    [InlineData("passive close ends within 1s", ExitCode.RuleBroken)]
    [InlineData("every close is clean", ExitCode.Ok)]
    [InlineData("four-way close reaches FIN-WAIT-2 within 21ms", ExitCode.Ok)]
    [InlineData("four-way close reaches CLOSED within 20ms", ExitCode.RuleBroken)]
    [InlineData("time in FIN-WAIT-2 below 30ms", ExitCode.Ok)]
    [InlineData("time in FIN-WAIT-2 below 29ms", ExitCode.RuleBroken)]
    [InlineData("time in LAST-ACK below 1s", ExitCode.RuleBroken)]
    [InlineData("at least 1 active close", ExitCode.Ok)]
    [InlineData("at least 2 closes", ExitCode.RuleBroken)]
    [InlineData("at most 1 close", ExitCode.Ok)]
    [InlineData("exactly 0 passive closes", ExitCode.Ok)]
    [InlineData("no reset close", ExitCode.Ok)]
    [InlineData("no close-wait-leak", ExitCode.Ok)]
    [InlineData("no FIN retransmission", ExitCode.Ok)]
    [InlineData("no lost records", ExitCode.Ok)]
    [InlineData("no fault", ExitCode.Ok)]
    [InlineData("every close is quick", ExitCode.Usage)]
    [InlineData("active close ends within soon", ExitCode.Usage)]
    [InlineData("active close ends within 2s please", ExitCode.Usage)]
    public void Should_Judge_A_Clean_Active_Close(string sentence, int code)
    {
        string file = new Captures().Hello().FourWay(1).File();
        Cli run = new(null, "test", sentence, "--port", file);
        File.Delete(file);
        Assert.Equal(code, run.Code);
    }

    [Theory]
    [InlineData("at least 1 close", ExitCode.Ok)]
    [InlineData("at most 0 closes", ExitCode.RuleBroken)]
    [InlineData("no fault", ExitCode.Uncertain)]
    [InlineData("no reset close", ExitCode.Uncertain)]
    [InlineData("passive close ends within 1s", ExitCode.Uncertain)]
    [InlineData("no lost records", ExitCode.RuleBroken)]
    public void Should_Tell_Wrong_From_Not_Known_When_Records_Are_Missing(string sentence, int code)
    {
        Captures log = new Captures(512).Hello();
        log.Text("");
        string file = log.FourWay(1).FourWay(2).FourWay(3).FourWay(4).File();
        Cli run = new(null, "test", sentence, "--port", file);
        File.Delete(file);
        Assert.Equal(code, run.Code);
    }

    [Fact]
    public void Should_Render_The_Golden_Screen()
    {
        string file = LiveCommandTests.Mixed().File();
        string[] sentences = ["active close ends within 2xMSL", "no close-wait-leak", "time in CLOSE-WAIT below 2s"];
        Cli run = new(null, ["test", .. sentences, "--port", file]);
        Cli json = new(null, ["test", .. sentences, "--port", file, "--json"]);
        Cli wrong = new(null, "test", "every close is quick", "--port", file);
        File.Delete(file);
        Golden.Equal("test.txt", run.Out);
        Golden.Equal("test.json", json.Out);
        Golden.Equal("test-usage.txt", wrong.Err);
    }

    [Fact]
    public void Should_Run_The_Command_And_Judge_What_Came()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the command is `true` and `false` of POSIX");
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        string[] words = ["test", "every close is clean", "--port", "-", "--settle", "100ms", "--"];
        Cli good = new(log, [.. words, "true"]);
        Cli bad = new(log, [.. words, "false"]);
        Cli none = new(log, [.. words, "no-such-command-here"]);
        Assert.Equal(ExitCode.Ok, good.Code);
        Assert.Equal(ExitCode.RuleBroken, bad.Code);
        Assert.Contains("--- false ended with 1", bad.Err);
        Assert.Equal(ExitCode.Usage, none.Code);
        Assert.Contains("no-such-command-here cannot be started", none.Err);
    }

    [Fact]
    public void A_Board_That_Says_Nothing_Should_End_With_6()
    {
        Cli run = new([], "test", "no fault", "--port", "-", "--timeout", "200ms");
        Assert.Equal(ExitCode.Timeout, run.Code);
    }
}
