using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Model;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>Every statement says what is missing in its window.</summary>
public sealed class CertaintyTests
{
    [Theory]
    [InlineData("explain-gap.txt", "explain")]
    [InlineData("explain-gap.json", "explain", "--json")]
    [InlineData("flow-gap.txt", "flow")]
    [InlineData("flow-gap.svg", "flow", "--format", "svg")]
    [InlineData("flow-gap.mmd", "flow", "--format", "mermaid")]
    [InlineData("show-gap.txt", "show")]
    [InlineData("show-gap.json", "show", "--json")]
    public void Should_Render_The_Golden_Screen_Of_A_Gap(string golden, string command, params string[] rest)
    {
        string file = Gap().File();
        Cli run = new(null, [command, file, .. rest]);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal(golden, run.Out);
    }

    [Fact]
    public void Should_Not_Doubt_A_Whole_Chain()
    {
        Captures log = new Captures().Hello().Open(1)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Lose(l => l.Segment(1, true, 17, 1, 1, 100).Segment(1, false, 16, 1, 2, 121))
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 121);
        ConnectionModel connection = log.Log().Connections.Single();
        Assert.Equal(2, connection.Steps[1].MissingBefore);
        Assert.Equal(
            "2 records missing since FIN-WAIT-1 was entered, none of them a transition of this connection: "
            + "the chain of states is whole",
            Certainty.Of(connection, 1));
        Assert.Equal("2 records missing in its window, none between its states", Certainty.Of(connection));
    }

    [Fact]
    public void Should_Say_Where_A_Connection_May_Be_After_The_Last_Record()
    {
        Captures log = new Captures().Hello().Open(1).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 20)
            .Lose(l => l.Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 30))
            .Step(2, S.Closed, S.SynSent, C.ActiveOpen, 40);
        ConnectionModel connection = log.Log().Find("1.1")!;
        Assert.Equal(
            "1 record missing since FIN-WAIT-2: it may be in CLOSED, FIN-WAIT-2, TIME-WAIT by now",
            Certainty.Of(connection));
        Assert.Equal("complete", Certainty.Of(new Captures().Hello().FourWay(1).Log().Find("1.1")!));
    }

    [Fact]
    public void Should_Keep_Any_Tick_Rate_Within_The_Calendar()
    {
        EpochModel epoch = new Captures().Hello().FourWay(1).Log().Epochs[0];
        Assert.InRange(epoch.HostTime(1e300).Year, 2200, 9999);
        Assert.InRange(epoch.HostTime(-1e300).Year, 1, 1969);
        Assert.Equal(1, (epoch.HostTime(5) - epoch.HostTime(4)).TotalMilliseconds, 0.001);
    }

    /// <summary>A whole chain proves that no transition is missing only if no state comes back before CLOSED.</summary>
    [Fact]
    public void The_Diagram_Should_Have_No_Cycle_But_Through_Closed()
    {
        for (S state = S.Listen; state <= S.TimeWait; state++)
        {
            foreach (S next in LegalPaths.Reachable(state).Where(n => n != state && n != S.Closed))
            {
                Assert.DoesNotContain(state, LegalPaths.Reachable(next));
            }
        }
    }

    private static Captures Gap()
    {
        return new Captures().Hello().Open(1)
            .Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10)
            .Segment(1, true, 2, 0, 0, 10)
            .Segment(1, false, 18, 0, 1, 12)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 12)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Segment(1, true, 17, 1, 1, 100)
            .Segment(1, true, 17, 1, 1, 400)
            .Lose(l => l.Segment(1, false, 16, 1, 2, 421).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 421)
                .Segment(1, false, 17, 1, 2, 450).Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 450))
            .Segment(1, true, 16, 2, 2, 450)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1450);
    }
}
