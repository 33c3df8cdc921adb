using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Export;
using NanoTcpClose.Companion.Model;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

/// <summary>OTLP as a receiver gets it.</summary>
public sealed class OtlpTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Should_Send_One_Span_Per_Close_With_Its_Transitions_As_Events()
    {
        using OtlpReceiver receiver = new();
        Cli run = new(null, "export", "otlp", Samples.Demo, "--endpoint", receiver.Url, "--header", "api-key=secret");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal("--- 7 closes sent to " + receiver.Url + "/\n", run.Err);
        Assert.Equal("", run.Out);
        Assert.All(receiver.Headers, h => Assert.Equal("secret", h));
        Assert.Equal(7, receiver.Spans.Count);
        Assert.All(receiver.Spans, s => Assert.Equal("TCP close", s.Span.Text(5)));
        Assert.All(receiver.Spans, s => Assert.Equal("020000000001", s.Resource["service.instance.id"]));
        Assert.All(receiver.Spans, s => Assert.Equal("nanotcpclose", s.Resource["service.name"]));
        ProtoMessage lost = receiver.Spans.Select(s => s.Span).Single(
            s => s.Attributes(9)["nanotcpclose.connection"] == "1.6");
        Dictionary<string, string> attributes = lost.Attributes(9);
        Assert.Equal("tcp", attributes["network.transport"]);
        Assert.Equal("192.0.2.2", attributes["network.peer.address"]);
        Assert.Equal("5006", attributes["network.peer.port"]);
        Assert.Equal("four-way active", attributes["nanotcpclose.close.kind"]);
        Assert.Equal("RFC 9293 3.6 case 1", attributes["nanotcpclose.close.clause"]);
        Assert.Equal("complete", attributes["nanotcpclose.close.certainty"]);
        string[] states = [.. lost.All(11).Select(e => e.Attributes(3)["network.connection.state"])];
        Assert.Equal(["syn_sent", "established", "fin_wait_1", "fin_wait_2", "time_wait", "closed"], states);
        double seconds = (lost.Number(8) - lost.Number(7)) / 1e9;
        Assert.InRange(seconds, 1.2, 1.25);
    }

    [Fact]
    public void Should_Send_Metrics_Of_Closes_States_And_Counters()
    {
        using OtlpReceiver receiver = new();
        Assert.Equal(ExitCode.Ok, new Cli(null, "export", "otlp", Samples.Demo, "--endpoint", receiver.Url).Code);
        Dictionary<string, ProtoMessage> metrics = receiver.Metrics;
        ProtoMessage[] closes = [.. metrics["nanotcpclose.close.duration"].All(9, 1)];
        Assert.Equal("s", metrics["nanotcpclose.close.duration"].Text(3));
        Assert.Equal(7UL, closes.Aggregate(0UL, (sum, point) => sum + point.Number(4)));
        ProtoMessage four = closes.Single(p => p.Attributes(9)["nanotcpclose.close.kind"] == "four-way active");
        Assert.Equal(2UL, four.Number(4));
        ProtoMessage waited = metrics["nanotcpclose.state.duration"].All(9, 1)
            .Single(p => p.Attributes(9)["network.connection.state"] == "time_wait");
        Assert.Equal(5UL, waited.Number(4));
        Assert.Equal(16UL, metrics["nanotcpclose.time_wait.limit"].All(5, 1).Single().Number(6));
        Assert.True(metrics.ContainsKey("nanotcpclose.engine.segments_in"));
    }

    [Fact]
    public void Should_Send_While_Watching()
    {
        using OtlpReceiver receiver = new();
        byte[] line = new Captures().Hello().FourWay(1).Bytes();
        Cli run = new(line, "watch", "-", "--no-record", "--otlp", receiver.Url);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("--- 1 close sent to " + receiver.Url + "/\n", run.Err);
        Assert.Contains("TIME-WAIT -> CLOSED", run.Out);
        Assert.Single(receiver.Spans);
    }

    [Fact]
    public void Should_Mark_A_Broken_Close_As_An_Error_And_Keep_Boards_Apart()
    {
        using OtlpReceiver receiver = new();
        using OtlpExport export = new(new OtlpTarget(new Uri(receiver.Url), []), "test");
        Feed(export.Take, new Captures().Hello().Open(1).Step(1, S.Established, S.Closed, C.FinAcked, 20));
        Feed(export.Take, new Captures().Hello(device: 9).FourWay(1));
        export.Finish(s_patience);
        Assert.Equal(2, export.Sent);
        Assert.Equal(0, export.Dropped);
        (Dictionary<string, string> resource, ProtoMessage span) = receiver.Spans.Single(
            s => s.Span.All(15).Any(t => t.Has(3)));
        Assert.Equal("010203040506", resource["device.id"]);
        Assert.Equal(2UL, span.All(15).Single().Number(3));
        Assert.Contains(receiver.Spans, s => s.Resource["device.id"] == "010203040509");
    }

    [Fact]
    public void Should_Try_Again_When_The_Receiver_Was_Busy()
    {
        using OtlpReceiver receiver = new(count => count == 1 ? 503 : 200);
        using OtlpExport export = new(new OtlpTarget(new Uri(receiver.Url), []), "test");
        Feed(export.Take, new Captures().Hello().FourWay(1));
        SpinWait.SpinUntil(() => export.Sent == 1, s_patience);
        export.Finish(s_patience);
        Assert.Equal(1, export.Sent);
        Assert.Equal(0, export.Dropped);
        Assert.Single(receiver.Spans);
    }

    [Fact]
    public void Should_Drop_And_Count_When_Nobody_Listens_And_Never_Wait()
    {
        using OtlpExport export = new(new OtlpTarget(new Uri("http://127.0.0.1:1"), []), "test", queueLimit: 4);
        Captures log = new Captures().Hello();
        for (int k = 1; k <= 50; k++)
        {
            log.FourWay(k);
        }

        Feed(export.Take, log);
        export.Finish(s_patience);
        Assert.Equal(0, export.Sent);
        Assert.Equal(50, export.Dropped);
        Assert.NotEqual("", export.Problem);
    }

    [Theory]
    [InlineData("ftp://x", "'ftp://x' is no URL of an OTLP receiver")]
    [InlineData("http://127.0.0.1:1", "0 closes sent to http://127.0.0.1:1/, 7 dropped; the receiver: ")]
    public void Should_Say_What_Is_Wrong_With_The_Receiver(string url, string message)
    {
        Cli run = new(null, "export", "otlp", Samples.Demo, "--endpoint", url);
        Assert.Equal(url[0] == 'f' ? ExitCode.Usage : ExitCode.Port, run.Code);
        Assert.StartsWith("--- " + message, run.Err);
    }

    private static void Feed(Action<Change> take, Captures captures)
    {
        BoardLog log = new();
        Input.LogReader reader = new(e => take(log.Accept(e)));
        reader.Feed(captures.Bytes(), DateTimeOffset.UnixEpoch.AddYears(56));
        reader.End();
    }
}
