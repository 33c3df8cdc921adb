using System;
using System.Linq;
using NanoTcpClose.Companion.Model;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

public sealed class ClassifierTests
{
    [Fact]
    public void Should_Name_Four_Way_With_Clause_And_Duration()
    {
        Verdict verdict = Judge.Of(new Captures().Hello().FourWay(1).Log().Connections.Single());
        Assert.Equal(CloseKind.FourWay, verdict.Kind);
        Assert.Equal(Outcome.Clean, verdict.Outcome);
        Assert.Equal("clean active close, 50 ms (RFC 9293 3.6 case 1)", verdict.Full);
        Assert.Equal("complete", verdict.Certainty);
    }

    [Fact]
    public void Should_Keep_The_Newest_Life_Of_A_Number()
    {
        ConnectionModel only = new Captures().Hello().FourWay(1).FourWay(1).Log().Connections.Single();
        ConnectionModel first = new Captures().Hello().FourWay(1).Log().Connections.Single();
        Assert.Equal(first.Steps.Count, only.Steps.Count);
        Assert.Equal(CloseKind.FourWay, Judge.Of(only).Kind);
    }

    [Theory]
    [InlineData(C.ResetReceived, CloseKind.Reset)]
    [InlineData(C.UserAbort, CloseKind.Abort)]
    [InlineData(C.DataAfterClose, CloseKind.ResetForData)]
    [InlineData(C.UnreadData, CloseKind.ResetForData)]
    [InlineData(C.UserTimeout, CloseKind.Timeout)]
    [InlineData(C.Fault, CloseKind.Fault)]
    public void Should_Name_Ends_From_Established(C cause, CloseKind expected)
    {
        Captures log = Opened().Step(1, S.Established, S.Closed, cause, 50);
        Assert.Equal(expected, Kind(log));
    }

    [Fact]
    public void Should_Name_Three_Segment()
    {
        Assert.Equal(CloseKind.ThreeSegment, Kind(Opened()
            .Step(1, S.Established, S.FinWait1, C.UserClose, 20).Step(1, S.FinWait1, S.TimeWait, C.FinAndAck, 30)));
    }

    [Fact]
    public void Should_Name_Simultaneous()
    {
        Assert.Equal(CloseKind.Simultaneous, Kind(Opened().Step(1, S.Established, S.FinWait1, C.UserClose, 20)
            .Step(1, S.FinWait1, S.Closing, C.FinReceived, 30).Step(1, S.Closing, S.TimeWait, C.FinAcked, 40)));
    }

    [Fact]
    public void Should_Name_Passive()
    {
        Assert.Equal(CloseKind.Passive, Kind(Opened().Step(1, S.Established, S.CloseWait, C.FinReceived, 20)
            .Step(1, S.CloseWait, S.LastAck, C.UserClose, 30).Step(1, S.LastAck, S.Closed, C.FinAcked, 40)));
    }

    [Fact]
    public void Should_Name_Half_Close_And_Count_Its_Data()
    {
        ConnectionModel connection = Opened().Step(1, S.Established, S.FinWait1, C.ShutdownWrite, 20)
            .Segment(1, true, 17, 1, 1, 20).Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 30)
            .Segment(1, false, 16, 1, 2, 40, length: 300)
            .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 50).Log().Connections.Single();
        Verdict verdict = Judge.Of(connection);
        Assert.Equal(CloseKind.HalfClose, verdict.Kind);
        Assert.Contains("300 bytes read after our FIN", verdict.Text);
    }

    [Fact]
    public void Should_See_A_Lost_Last_Ack()
    {
        Captures log = Opened().Step(1, S.Established, S.FinWait1, C.UserClose, 20)
            .Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 30).Segment(1, false, 17, 1, 2, 40)
            .Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 40).Segment(1, false, 17, 1, 2, 300)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1300);
        Assert.Contains("last ACK lost once, 2MSL restarted", Judge.Of(log.Log().Connections.Single()).Text);
    }

    [Fact]
    public void Should_Be_Uncertain_And_List_The_Paths_When_Records_Are_Missing()
    {
        Captures before = new(65536);
        before.Hello();
        byte[] head = before.Open(1).Step(1, S.SynSent, S.Established, C.SynAcked, 10)
            .Step(1, S.Established, S.FinWait1, C.UserClose, 20).Bytes();
        byte[] all = before.Step(1, S.FinWait1, S.FinWait2, C.FinAcked, 30).Bytes();
        byte[] more = before.Step(1, S.FinWait2, S.TimeWait, C.FinReceived, 40)
            .Step(1, S.TimeWait, S.Closed, C.TimeWaitExpired, 1040).Bytes();
        BoardLog log = new();
        Input.LogReader reader = new(e => log.Accept(e));
        reader.Feed(head, default);
        reader.Feed(more.AsSpan(all.Length), default);
        reader.End();
        Verdict verdict = Judge.Of(log.Connections.Single());
        Assert.Equal(Outcome.Uncertain, verdict.Outcome);
        Assert.Equal(
            "1 record missing between FIN-WAIT-1 and FIN-WAIT-2; one path possible: FIN-WAIT-1 -> FIN-WAIT-2",
            verdict.Certainty);
    }

    [Fact]
    public void Should_Call_An_Arrow_Outside_The_Diagram_Broken()
    {
        Captures log = Opened().Step(1, S.Established, S.LastAck, C.UserClose, 20);
        Assert.Equal(Outcome.Broken, Judge.Of(log.Log().Connections.Single()).Outcome);
    }

    private static Captures Opened()
    {
        return new Captures().Hello().Open(1).Step(1, S.SynSent, S.Established, C.SynAcked, 12);
    }

    private static CloseKind Kind(Captures log)
    {
        return Classifier.Classify(log.Log().Connections.Single());
    }
}
