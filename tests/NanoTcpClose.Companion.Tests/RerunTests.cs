using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Input;
using NanoTcpClose.Companion.Model;
using NanoTcpClose.Companion.Trust;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>The counterfactual replay: real logs are the same, every lie is found, losses are said.</summary>
public sealed class RerunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Seven_Real_Closes_Should_Go_The_Same_Way(bool segments)
    {
        string file = Path.Combine(Path.GetTempPath(), "ntc-rerun-" + Guid.NewGuid().ToString("N") + ".ntcl");
        Cli demo = new(null, "demo", "--peer", "udp", "--record", file);
        Assert.Equal(ExitCode.Ok, demo.Code);
        BoardLog log = new();
        Action<LogEvent> take = e =>
        {
            if (segments || e.Kind != LogEventKind.Segment)
            {
                log.Accept(e);
            }
        };
        LogFile.Read(file, take, cancel: TestContext.Current.CancellationToken);
        Cli run = new(null, "rerun", file);
        File.Delete(file);
        RerunResult[] results = [.. log.Connections.Select(Rerun.Of)];
        Assert.True(results.Length >= 7);
        RerunKind expected = segments ? RerunKind.Same : RerunKind.SameByCauses;
        Assert.All(results, r => Assert.True(r.Kind == expected, r.Connection + ": " + r.Text));
        Assert.Equal(ExitCode.Ok, run.Code);
    }

    [Fact]
    public void A_Transition_Without_Its_Segment_Should_Be_The_First_Difference()
    {
        ConnectionModel connection = Start().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Segment(1, true, 17, 1, 1, 100).Step(1, S.FinWait1, S.FinWait2, C.FinAcked,
                121).Log().Connections.Single();
        RerunResult result = Rerun.Of(connection);
        Assert.Equal(RerunKind.Different, result.Kind);
        Assert.Equal(3, result.Steps);
        Assert.Equal(
            "at 121.0 ms the board made FIN-WAIT-1 -> FIN-WAIT-2 (ack of our FIN), the engine here makes none",
                result.Text);
    }

    [Fact]
    public void An_Acknowledgement_That_Does_Not_Cover_The_Fin_Should_Not_Lead_To_FinWait2()
    {
        ConnectionModel connection = Start().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Segment(1, true, 17, 1, 1, 100).Segment(1, false, 16, 1, 1, 121)
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 121).Log().Connections.Single();
        Assert.Equal(RerunKind.Different, Rerun.Of(connection).Kind);
    }

    [Fact]
    public void A_Transition_That_The_Log_Does_Not_Have_Should_Be_A_Difference()
    {
        ConnectionModel connection = Start().Segment(1, false, 17, 1, 1, 100).Segment(1, false, 17, 1, 1, 300)
            .Log().Connections.Single();
        RerunResult result = Rerun.Of(connection);
        Assert.Equal(RerunKind.Different, result.Kind);
        Assert.Contains("makes ESTABLISHED -> CLOSE-WAIT (peer's FIN), of which the log has nothing", result.Text);
    }

    [Fact]
    public void TimeWait_That_Ends_Too_Early_Should_Be_A_Difference()
    {
        ConnectionModel connection = Start().Step(1, S.Established, S.FinWait1, C.UserClose, 100)
            .Segment(1, false, 17, 1, 2, 121).Step(1, S.FinWait1, S.TimeWait, C.FinAndAck, 121)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 900).Log().Connections.Single();
        Assert.Equal(RerunKind.Different, Rerun.Of(connection).Kind);
    }

    [Fact]
    public void A_Repeated_SynAck_Should_Not_Move_The_Peers_Numbers()
    {
        Captures log = new Captures().Hello();
        log.Ring.Open(1, 0xC0000201, 50001, 0xC0000202, 443, true, 100, 0, Captures.At(10));
        ConnectionModel connection = log.Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10)
            .Segment(1, true, 2, 0, 0, 10).Segment(1, false, 18, 7000, 1, 12)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 12).Segment(1, true, 16, 1, 1, 12)
            .Segment(1, false, 18, 0, 1, 50).Segment(1, true, 16, 1, 1, 50)
            .Segment(1, false, 17, 1, 1, 100).Step(1, S.Established, S.CloseWait, C.FinReceived, 100)
            .Log().Connections.Single();
        RerunResult result = Rerun.Of(connection);
        Assert.True(result.Kind == RerunKind.Same, result.Text);
    }

    [Fact]
    public void Losses_Should_Be_Said_And_Exit_5()
    {
        Captures log = Start();
        byte[] head = log.Bytes();
        byte[] hole = log.Step(1, S.Established, S.FinWait1, C.UserClose, 100).Bytes();
        byte[] whole = log.Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 120).Bytes();
        string file = Path.GetTempFileName();
        File.WriteAllBytes(file, [.. head, .. whole[hole.Length..]]);
        Cli run = new(null, "rerun", file);
        File.Delete(file);
        Assert.Equal(ExitCode.Uncertain, run.Code);
        Assert.Contains("cannot know", run.Out);
    }

    private static Captures Start()
    {
        return new Captures().Hello().Open(1).Step(1, S.Closed, S.SynSent, C.ActiveOpen, 10)
            .Segment(1, true, 2, 0, 0, 10).Segment(1, false, 18, 0, 1, 12)
            .Step(1, S.SynSent, S.Established, C.SynAcked, 12).Segment(1, true, 16, 1, 1, 12);
    }
}
