using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Lint;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Lint;

/// <summary>Each rule: what it finds, what it leaves alone, and what it cannot know for want of records.</summary>
public sealed class LinterTests
{
    public static TheoryData<string> Rules => [.. LinterCases.All.Select(c => c.Rule)];

    [Fact]
    public void Every_Rule_Should_Have_Its_Logs()
    {
        Assert.Equal(Linters.All.Select(l => l.Name).Order(), LinterCases.All.Select(c => c.Rule).Order());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Should_Find_It_For_Certain(string rule)
    {
        Captures log = CaseOf(rule).Broken();
        Finding found = Assert.Single(Findings(log, rule));
        Assert.True(found is { Seen: true, Certain: true, Missing: 0, Doubt: "" }, found.ToString());
        Assert.Equal(CaseOf(rule).Code, Check(log).Code);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Should_Leave_A_Sound_Log_Alone(string rule)
    {
        Assert.Empty(Findings(CaseOf(rule).Sound(), rule));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Should_Say_What_It_Cannot_Know_And_How_Many_Records_Are_Missing(string rule)
    {
        LinterCase item = CaseOf(rule);
        Finding found = Assert.Single(Findings(item.Hidden(), rule));
        Assert.Equal(3, found.Missing);
        Assert.False(found.Certain);
        Assert.Equal(item.Doubts, found.Seen);
        Assert.Equal((item.Doubts ? "not certain" : "cannot know") + ": 3 records missing", found.Doubt);
        Cli text = Check(item.Hidden());
        Cli json = Check(item.Hidden(), "--json");
        Assert.Equal(ExitCode.Uncertain, text.Code);
        string line = Assert.Single(text.Out.Split('\n'), l => l.Contains(rule) && l.Contains("3 records missing]"));
        Assert.StartsWith(item.Doubts ? "error" : "unknown", line);
        string seen = item.Doubts ? "true" : "false";
        Assert.Single(json.Out.Split('\n'), l => l.Contains("\"rule\":\"" + rule + "\"")
            && l.EndsWith(",\"certain\":false,\"seen\":" + seen + ",\"missing\":3}"));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Should_Not_Be_Shaken_By_A_Loss_That_Cannot_Matter(string rule)
    {
        // Lost before the connection was opened.
        Captures log = new Captures().Hello().Lose(3, 5).Open(1).Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 12).Stats(0, 20)
            .Step(1, S.Established, S.CloseWait, C.FinReceived, 100)
            .Step(1, S.CloseWait, S.LastAck, C.UserClose, 200).Step(1, S.LastAck, S.Closed, C.FinAcked, 221);
        Assert.Empty(Findings(log, rule));
        Assert.Equal(ExitCode.Uncertain, Check(log).Code);
    }

    [Fact]
    public void What_One_Record_Shows_Should_Stay_Certain_Beside_A_Gap()
    {
        Captures log = LinterCases.Established().Lose(3, 50).Step(1, S.Established, S.LastAck, C.UserClose, 100);
        Finding found = Assert.Single(Findings(log, "illegal-transition"));
        Assert.True(found is { Certain: true, Missing: 3 });
        Assert.Equal(ExitCode.RuleBroken, Check(log).Code);
    }

    [Fact]
    public void What_The_Board_Is_Not_Sure_Of_Should_Not_Be_Certain()
    {
        Captures log = LinterCases.Established().Step(1, S.Established, S.LastAck, C.UserClose, 100, flags: 0x20);
        Finding found = Assert.Single(Findings(log, "illegal-transition"));
        Assert.Equal("not certain: the board itself was not sure of a state", found.Doubt);
        Assert.Equal(ExitCode.Uncertain, Check(log).Code);
    }

    [Fact]
    public void A_State_That_Seems_To_Last_Should_Be_Doubted_When_Its_End_May_Be_Missing()
    {
        Captures whole = LinterCases.InFinWait2().Open(2, ms: 70000);
        Captures holed = LinterCases.InFinWait2().Lose(2, 300).Open(2, ms: 70000);
        Assert.True(Assert.Single(Findings(whole, "fin-wait-2-forever")) is { Certain: true, Missing: 0 });
        Assert.True(Assert.Single(Findings(holed, "fin-wait-2-forever")) is { Certain: false, Seen: true, Missing: 2 });
        Captures late = LinterCases.InLastAck().Lose(2, 300).Open(2, ms: 170000);
        Assert.True(Assert.Single(Findings(late, "last-ack-zombie")) is { Certain: false, Seen: true, Missing: 2 });
    }

    [Theory]
    [InlineData(0, 15, true, true, 0)]
    [InlineData(0, 12, null, null, 0)]
    [InlineData(1, 15, true, true, 1)]
    [InlineData(2, 14, true, false, 2)]
    [InlineData(2, 13, false, false, 2)]
    public void Slots_Should_Be_As_Sure_As_The_Records_Since_The_Last_Stats(
        int lost, int inUse, bool? seen, bool? certain, int missing)
    {
        // 14 of 16 is where it warns; every lost record may be one entry more or less.
        Captures log = LinterCases.Start().Stats(0, 5).Lose(lost, 8);
        for (int serial = 1; serial <= inUse; serial++)
        {
            log.Open(serial).Step(serial, S.FinWait2, S.TimeWait, C.FinReceived, 10 + serial);
        }

        Finding[] found = [.. Findings(log, "time-wait-exhaustion").Where(f => f.Connection.Length == 0)];
        Assert.Equal(seen is null ? 0 : 1, found.Length);
        Assert.All(found, f => Assert.Equal((seen, certain, missing), ((bool?)f.Seen, (bool?)f.Certain, f.Missing)));
    }

    [Fact]
    public void Stats_Should_End_The_Doubt_About_Slots()
    {
        Captures log = LinterCases.Start().Stats(2, 5).Lose(3, 8).Stats(2, 10).Open(1);
        Assert.Empty(Findings(log, "time-wait-exhaustion"));
    }

    [Theory]
    [InlineData(S.FinWait1, C.Overflow)]
    [InlineData(S.TimeWait, C.Evicted)]
    public void An_Entry_That_Lost_Its_Place_Should_Be_Found(S from, C cause)
    {
        Captures log = LinterCases.Start().Open(1).Step(1, from, S.Closed, cause, 100);
        Finding found = Assert.Single(Findings(log, "time-wait-exhaustion"));
        Assert.True(found is { Connection: "1.1", Certain: true });
    }

    [Fact]
    public void A_Connection_Whose_Beginning_Is_Missing_Should_Not_Be_Called_Sound()
    {
        Captures log = LinterCases.Start()
            .Lose(l => l.Open(1).Segment(1, true, 2, 0, 0, 10).Segment(1, true, 17, 1, 1, 20))
            .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 150);
        Assert.True(Assert.Single(Findings(log, "fin-retransmitted")) is { Seen: false, Missing: 3 });
        Assert.Empty(Findings(log, "close-wait-leak"));
    }

    [Fact]
    public void A_Fin_Whose_First_Copy_Is_Missing_Should_Be_Counted_By_The_Transition()
    {
        Captures log = LinterCases.Established().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Lose(l => l.Segment(1, true, 17, 1, 1, 100)).Segment(1, true, 17, 1, 1, 400)
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 421, flags: 1);
        Assert.Equal("our FIN was sent again at least 1 time", Assert.Single(Findings(log, "fin-retransmitted")).Text);
    }

    [Fact]
    public void What_Many_Connections_Hide_Should_Be_One_Line_A_Rule()
    {
        Captures log = LinterCases.Start();
        for (int serial = 1; serial <= 9; serial++)
        {
            log.Open(serial).Step(serial, S.FinWait1, S.FinWait2, C.FinAcked, 20);
        }

        Cli run = Check(log.Lose(3, 30).Open(10, ms: 40));
        string line = Assert.Single(run.Out.Split('\n'), l => l.Contains("fin-wait-2-forever"));
        Assert.Equal(
            "unknown fin-wait-2-forever of 1.1, 1.2, 1.3, 1.4, 1.5, 1.6 and 3 more: it may be among missing "
            + "records [cannot know: at most 3 records missing in each]",
            line);
    }

    private static LinterCase CaseOf(string rule)
    {
        return LinterCases.All.Single(c => c.Rule == rule);
    }

    private static IReadOnlyList<Finding> Findings(Captures log, string rule)
    {
        return [.. Linters.Run(log.Log()).Where(f => f.Rule == rule)];
    }

    private static Cli Check(Captures log, params string[] more)
    {
        string file = log.File();
        Cli run = new(null, s => s with { Width = 400 }, ["check", file, .. more]);
        File.Delete(file);
        return run;
    }
}
