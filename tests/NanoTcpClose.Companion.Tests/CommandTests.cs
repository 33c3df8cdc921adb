using System;
using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

public sealed class CommandTests
{
    [Theory]
    [InlineData("watch.txt", "watch")]
    [InlineData("watch.json", "watch", "--json")]
    [InlineData("show.txt", "show")]
    [InlineData("show.json", "show", "--json")]
    [InlineData("flow.txt", "flow", "--conn", "1.1")]
    [InlineData("flow.mmd", "flow", "--conn", "1.1", "--format", "mermaid")]
    [InlineData("flow.svg", "flow", "--conn", "1.1", "--format", "svg")]
    [InlineData("explain.txt", "explain", "--conn", "1.1")]
    [InlineData("check.txt", "check")]
    [InlineData("doctor.txt", "doctor")]
    [InlineData("doctor.json", "doctor", "--json")]
    public void Should_Render_The_Golden_Screen(string golden, string command, params string[] rest)
    {
        string file = new Captures().Hello().Text("boot: ready\x1b[31m!\x1b[0m\n").FourWay(1).File();
        Cli run = new(null, [command, file, .. rest]);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal(golden, run.Out);
    }

    [Theory]
    [InlineData("lab.txt", "lab")]
    [InlineData("lab.json", "lab", "--json")]
    [InlineData("complete-bash.txt", "complete", "bash")]
    [InlineData("man.txt", "man")]
    public void Should_Render_The_Golden_Text_Without_A_Capture(string golden, params string[] words)
    {
        Cli run = new(null, words);
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal(golden, run.Out);
    }

    [Theory]
    [InlineData("rerun.txt")]
    [InlineData("rerun.json", "--json")]
    public void Rerun_Should_Show_The_First_Difference(string golden, params string[] rest)
    {
        string file = new Captures().Hello().FourWay(1).File();
        Cli run = new(null, ["rerun", file, .. rest]);
        File.Delete(file);
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Golden.Equal(golden, run.Out);
    }

    [Fact]
    public void Should_Exit_1_On_An_Illegal_Transition()
    {
        Captures log = new Captures().Hello().Open(1).Step(1, S.Established, S.LastAck, C.UserClose, 20);
        Assert.Equal(ExitCode.RuleBroken, Check(log).Code);
    }

    [Fact]
    public void Should_Exit_1_When_TimeWait_Is_Too_Short()
    {
        Captures log = new Captures().Hello().Open(1).Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 20)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 500);
        Cli run = Check(log);
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Assert.Contains("time-wait-short", run.Out);
    }

    [Fact]
    public void Should_Exit_5_When_The_Board_Dropped_Records()
    {
        Captures log = new Captures(256).Hello();
        log.Text("");
        Cli run = Check(log.FourWay(1).FourWay(2).FourWay(3));
        Assert.Equal(ExitCode.Uncertain, run.Code);
    }

    [Fact]
    public void Should_Exit_7_On_A_Fault()
    {
        Captures log = new Captures().Hello().FourWay(1);
        log.Ring.Fault(3, 1, Captures.At(2000));
        Assert.Equal(ExitCode.DeviceFault, Check(log).Code);
    }

    [Fact]
    public void Should_Exit_2_On_An_Unknown_Option()
    {
        Cli run = new(null, "watch", "--nope");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("--- option --nope is not known; see `ntc watch --help`\n", run.Err);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public void Should_Exit_3_On_A_Missing_Port()
    {
        Cli run = new(null, "watch", "tcp://127.0.0.1:1", "--no-record");
        Assert.Equal(ExitCode.Port, run.Code);
        Assert.StartsWith("--- tcp://127.0.0.1:1 cannot be reached", run.Err);
    }

    [Fact]
    public void Should_Exit_2_On_A_Foreign_Or_Empty_File()
    {
        string file = Path.GetTempFileName();
        Cli empty = new(null, "show", file);
        File.WriteAllText(file, "nothing of ours");
        Cli foreign = new(null, "check", file);
        File.Delete(file);
        Assert.Equal(ExitCode.Usage, empty.Code);
        Assert.Contains("is empty: record one", empty.Err);
        Assert.Equal(ExitCode.Usage, foreign.Code);
        Assert.Contains("holds no NTCL/1 record", foreign.Err);
    }

    [Fact]
    public void Should_Watch_Standard_Input_And_End_With_It()
    {
        Cli run = new(new Captures().Hello().FourWay(1).Bytes(), "watch", "-", "--no-record", "--until", "closed");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("TIME-WAIT -> CLOSED", run.Out);
        Assert.Contains("--- epoch 1: board 010203040506", run.Err);
    }

    [Fact]
    public void Should_Exit_6_When_Until_Did_Not_Come()
    {
        Captures log = new Captures().Hello().Open(1).Step(1, S.Established, S.FinWait1, C.UserClose, 20);
        Assert.Equal(ExitCode.Timeout, new Cli(log.Bytes(), "watch", "-", "--no-record", "--until", "closed").Code);
    }

    [Fact]
    public void Should_Filter()
    {
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Cli run = new(log, "watch", "-", "--no-record", "--filter", "to==TIME-WAIT && dwell>20ms");
        Assert.Single(run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ExitCode.Usage, new Cli(log, "watch", "-", "--filter", "colour==red").Code);
    }

    [Fact]
    public void Should_Read_The_Text_Skin_Alike()
    {
        byte[] log = new Captures().Hello().FourWay(1).Bytes(textSkin: true);
        Cli run = new(log, "watch", "-", "--no-record");
        Assert.Contains("FIN-WAIT-1 -> FIN-WAIT-2", run.Out);
        Assert.DoesNotContain("~NTC1", run.Out);
    }

    private static Cli Check(Captures log)
    {
        string file = log.File();
        Cli run = new(null, "check", file);
        File.Delete(file);
        return run;
    }
}
