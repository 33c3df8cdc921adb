using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>check on a line: findings as they come, an end by time, condition or Ctrl-C, one exit code.</summary>
public sealed class LiveCheckTests
{
    private const string OnlyLinux = "pseudo-terminals are opened by their Linux names";

    [Fact]
    public void Should_Judge_Standard_Input_As_It_Judges_The_File()
    {
        Captures log = new Captures().Hello().FourWay(1).Open(2, ms: 2000)
            .Step(2, S.Established, S.LastAck, C.UserClose, 2020);
        string file = log.File();
        Cli stored = new(null, "check", file);
        Cli piped = new(File.ReadAllBytes(file)[^log.Bytes().Length..], "check", "-");
        File.Delete(file);
        Assert.Equal(ExitCode.RuleBroken, stored.Code);
        Assert.Equal(stored.Code, piped.Code);
        Assert.Equal(stored.Out, piped.Out);
    }

    [Fact]
    public void Should_End_At_The_First_Finding_On_A_Line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = Plugged();
        Captures log = new Captures().Hello().FourWay(1).Open(2, ms: 2000)
            .Step(2, S.Established, S.LastAck, C.UserClose, 2020);
        Cli run = Listen(plug, log.Bytes(), "--until", "finding", "--timeout", "30s");
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Assert.StartsWith("error   1.2   illegal-transition", run.Out);
        Assert.EndsWith("2 connections: a rule is broken\n", run.Out);
    }

    [Fact]
    public void Should_End_When_Every_Connection_Is_Closed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = Plugged();
        Cli run = Listen(plug, new Captures().Hello().FourWay(1).Bytes(), "--until", "closed", "--timeout", "30s");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal("1 connection: every transition is legal and no record is missing\n", run.Out);
    }

    [Fact]
    public void Should_Judge_What_Came_In_The_Time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = Plugged();
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Assert.Equal(ExitCode.Ok, Listen(plug, log, "--timeout", "1s").Code);
        Cli late = Listen(plug, log, "--until", "count:5", "--timeout", "1s");
        Assert.Equal(ExitCode.Timeout, late.Code);
        Assert.EndsWith("; the time was over before --until came\n", late.Out);
    }

    [Fact]
    public void Should_Exit_6_When_The_Board_Says_Nothing_And_3_Without_A_Port()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = Plugged();
        Cli silent = Listen(plug, [], "--timeout", "300ms");
        Assert.Equal(ExitCode.Timeout, silent.Code);
        Assert.Equal("--- no record came from " + plug.Name + "; ask `ntc doctor " + plug.Name + "`\n", silent.Err);
        Cli gone = new(null, "check", "/dev/ttyNONE");
        Assert.Equal(ExitCode.Port, gone.Code);
        Assert.StartsWith("--- port /dev/ttyNONE is not there: `ntc ports` lists", gone.Err);
        Assert.Contains("no board found", new Cli(null, "check").Err);
    }

    [Fact]
    public void Should_Refuse_A_Wrong_End()
    {
        Cli run = new(null, "check", "-", "--until", "soon");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("--- --until takes closed, idle:5s, count:N or finding, not 'soon'\n", run.Err);
    }

    [Fact]
    public void Should_Record_While_It_Judges()
    {
        string file = Path.Combine(Path.GetTempPath(), "ntc-" + Guid.NewGuid().ToString("N") + ".ntcl");
        Cli run = new(new Captures().Hello().FourWay(1).Bytes(), "check", "-", "--record", file);
        Cli again = new(null, "check", file);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(run.Out, again.Out);
    }

    [Fact]
    public void Should_Forget_No_Finding_When_It_Forgets_The_Connection()
    {
        Captures log = new Captures().Hello().Open(1).Step(1, S.Established, S.LastAck, C.UserClose, 20)
            .Step(1, S.LastAck, S.Closed, C.FinAcked, 30);
        log.Text("");
        for (int serial = 2; serial <= 20100; serial++)
        {
            log.Open(serial, ms: 40).Step(serial, S.Established, S.Closed, C.UserAbort, 50);
            log.Text("");
        }

        string rules = Path.GetTempFileName();
        File.WriteAllText(rules, "rst-instead-of-fin off\n");
        Cli run = new(log.Bytes(), "check", "-", "--rules", rules);
        File.Delete(rules);
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Assert.StartsWith("error   1.1   illegal-transition", run.Out);
        Assert.EndsWith("20100 connections: a rule is broken\n", run.Out);
    }

    [Fact]
    public void Ctrl_C_Should_Give_The_Result_And_Exit_130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug plug = Plugged();
        using NtcProcess run = new("check", plug.Name);
        byte[] log = new Captures().Hello().Open(1).Step(1, S.Established, S.LastAck, C.UserClose, 20).Bytes();
        Assert.True(plug.Write(log, log.Length));
        Wait.For(() => run.Out.Contains("illegal-transition", StringComparison.Ordinal), "the finding, before the end");
        run.Interrupt();
        Assert.Equal(ExitCode.Interrupted, run.Wait());
        Assert.EndsWith("1 connection: a rule is broken; ended by Ctrl-C\n", run.Out);
    }

    private static LinePlug Plugged()
    {
        LinePlug plug = new();
        plug.PlugIn();
        return plug;
    }

    // What a reader has not taken waits in the terminal, so the board may write before it is opened.
    private static Cli Listen(LinePlug plug, byte[] log, params string[] more)
    {
        Assert.True(log.Length == 0 || plug.Write(log, log.Length));
        return new Cli(null, ["check", plug.Name, .. more]);
    }
}
