using System;
using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>check --rules: what is wrong is 1, what cannot be known is 5, whatever the rules are.</summary>
public sealed class RuleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("", ExitCode.Ok)]
    [InlineData("# nothing but a remark\n\n", ExitCode.Ok)]
    [InlineData("max TIME-WAIT 2s", ExitCode.Ok)]
    [InlineData("max TIME-WAIT 1100ms", ExitCode.RuleBroken)]
    [InlineData("max TIME-WAIT 1100ms warning", ExitCode.Ok)]
    [InlineData("max close 5ms", ExitCode.RuleBroken)]
    [InlineData("max close 1s", ExitCode.Ok)]
    [InlineData("forbid reset", ExitCode.RuleBroken)]
    [InlineData("forbid reset note", ExitCode.Ok)]
    [InlineData("forbid four-way active", ExitCode.RuleBroken)]
    [InlineData("forbid timeout", ExitCode.Ok)]
    [InlineData("simultaneous-close error", ExitCode.RuleBroken)]
    [InlineData("simultaneous-close warning # for now", ExitCode.Ok)]
    public void Should_Change_The_Exit_Code_By_The_Rules(string rules, int code)
    {
        Assert.Equal(code, Check(Samples.Demo, rules).Code);
    }

    [Fact]
    public void Should_Render_The_Golden_Screen()
    {
        Cli run = Check(Samples.Demo, "max TIME-WAIT 1100ms\nforbid reset warning\nrst-instead-of-fin off\n");
        Golden.Equal("check-rules.txt", run.Out);
        Golden.Equal("check-rules.json", Check(Samples.Demo, "max close 5ms", "--json").Out);
    }

    [Theory]
    [InlineData("max FIN-WAIT 2s", "'FIN-WAIT' is no state of RFC 9293; write for example FIN-WAIT-2, or close")]
    [InlineData("max FIN-WAIT-1 soon", "'soon' is no time; write for example 500ms, 2s or 4m")]
    [InlineData("max FIN-WAIT-1", "max takes a state or close, a time, and a weight")]
    [InlineData("max close 1s fatal", "'fatal' is no weight; there are error, warning, note")]
    [InlineData("forbid magic", "'magic' is no kind of close; there are open, unfinished, four-way active")]
    [InlineData("fin-retransmited off", "'fin-retransmited' is not known; write max, forbid, or one of illegal")]
    [InlineData("fin-retransmitted", "fin-retransmitted takes one weight: error, warning, note or off")]
    public void Should_Name_File_Line_And_Remedy(string line, string message)
    {
        Cli run = Check(Samples.Demo, "# first\n" + line);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("--- my.rules line 2: " + message, run.Err);
        Assert.Equal("", run.Out);
    }

    [Fact]
    public void Should_Not_Call_Certain_What_Records_Are_Missing_For()
    {
        string log = new Captures().Hello().Open(1)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Lose(l => l.Segment(1, false, 16, 1, 2, 4000))
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 4000).FileIn(_folder);
        Assert.Equal(ExitCode.Uncertain, Check(log, "max FIN-WAIT-1 5s").Code);
        Assert.Equal(ExitCode.RuleBroken, Check(log, "max FIN-WAIT-1 1s").Code);
    }

    [Fact]
    public void Should_Count_A_State_That_Still_Lasts()
    {
        string log = new Captures().Hello().Open(1).Step(1, S.Established, S.CloseWait, C.FinReceived, 100)
            .Step(2, S.Closed, S.SynSent, C.ActiveOpen, 9000).FileIn(_folder);
        Assert.Equal(ExitCode.RuleBroken, Check(log, "max CLOSE-WAIT 5s").Code);
    }

    private Cli Check(string capture, string rules, params string[] more)
    {
        string file = Path.Combine(_folder, "my.rules");
        File.WriteAllText(file, rules);
        return new Cli(null, ["check", capture, "--rules", file, .. more]);
    }
}
