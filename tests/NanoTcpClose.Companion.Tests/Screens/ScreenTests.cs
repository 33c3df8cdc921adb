using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Sockets;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Screens;

/// <summary>Every screen at the widths of terminals: whole where it matters, and never wider than asked.</summary>
public sealed class ScreenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public static TheoryData<int, string> Everything
    {
        get
        {
            TheoryData<int, string> all = [];
            string[] lines =
            [
                "watch FILE", "watch FILE --time both", "watch FILE --only closes", "show FILE", "check FILE",
                "flow FILE --conn 1.1", "flow FILE --conn 1.6", "explain FILE --conn 1.6", "netstat FILE",
                "netstat FILE --all", "diff FILE OTHER", "rerun FILE", "replay FILE --speed max", "boards",
                "ports --listen 0s", "peer FILE", "doctor FILE", "lab four-way", "lab", "version",
            ];
            foreach (int width in new[] { 40, 60, 80, 120 })
            {
                Array.ForEach(lines, line => all.Add(width, line));
            }

            return all;
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Nothing_Should_Be_Wider_Than_The_Terminal(int width, string line)
    {
        string file = Log().FileIn(_folder);
        string other = new Captures().Hello().FourWay(1).FourWay(2).FileIn(_folder);
        string[] words = [.. line.Split(' ').Select(w => w == "FILE" ? file : w == "OTHER" ? other : w)];
        Cli run = new(null, s => Terminal(s, width), words);
        Assert.NotEqual(ExitCode.Usage, run.Code);
        string[] shown = (run.Out + run.Err).Replace(file, "FILE").Replace(Path.GetFileName(file), "FILE").Split('\n');
        Assert.True(shown.Length > 1);
        Assert.All(shown, l => Assert.True(l.Length <= width, l.Length + ": " + l));
    }

    [Theory]
    [InlineData("watch-128.txt", 128, "watch")]
    [InlineData("watch-104.txt", 104, "watch")]
    [InlineData("watch-80.txt", 80, "watch")]
    [InlineData("watch-60.txt", 60, "watch")]
    [InlineData("watch-40.txt", 40, "watch")]
    [InlineData("watch-both-80.txt", 80, "watch", "--time", "both")]
    [InlineData("watch-closes-80.txt", 80, "watch", "--only", "closes")]
    [InlineData("flow-80.txt", 80, "flow", "--conn", "1.6")]
    [InlineData("flow-60.txt", 60, "flow", "--conn", "1.6")]
    [InlineData("flow-40.txt", 40, "flow", "--conn", "1.6")]
    [InlineData("show-80.txt", 80, "show")]
    [InlineData("show-40.txt", 40, "show")]
    [InlineData("netstat-80.txt", 80, "netstat")]
    [InlineData("netstat-40.txt", 40, "netstat")]
    [InlineData("check-80.txt", 80, "check")]
    [InlineData("check-120.txt", 120, "check")]
    [InlineData("explain-60.txt", 60, "explain", "--conn", "1.6")]
    public void Should_Render_The_Golden_Screen(string golden, int width, string command, params string[] rest)
    {
        string file = Log().FileIn(_folder);
        Cli run = new(null, s => Terminal(s, width), [command, file, .. rest]);
        Golden.Equal(golden, run.Out);
    }

    [Fact]
    public void Redirected_Lines_Should_Not_Be_Cut()
    {
        string file = Log().FileIn(_folder);
        Cli run = new(null, s => s with { Width = 40 }, "watch", file);
        Assert.Contains("ack of our FIN                (RFC 9293 3.10.7.4)", run.Out);
        Assert.DoesNotContain("~", run.Out);
    }

    [Fact]
    public void Own_Words_Should_Be_Wrapped_On_A_Terminal_And_Marked()
    {
        string file = Log().FileIn(_folder);
        Cli run = new(null, s => Terminal(s, 60), "watch", file);
        Assert.All(run.Err.Split('\n')[..^1], l => Assert.StartsWith("--- ", l[..3] == "---" ? l[..3] + " " : l));
        Assert.Contains("--- epoch 1: board 010203040506, boot 1234ABCD, 16\n---   connections, 16 TIME-WAIT", run.Err);
    }

    [Theory]
    [InlineData("--color", "always", true)]
    [InlineData("--color", "never", false)]
    [InlineData("--color", "auto", false)]
    public void Colours_Should_Follow_The_Option_And_Not_The_Text(string option, string value, bool coloured)
    {
        string file = Log().FileIn(_folder);
        string[][] commands = [["watch", file], ["flow", file, "--conn", "1.1"]];
        foreach (string[] command in commands)
        {
            Cli plain = new(null, command);
            Cli run = new(null, [.. command, option, value]);
            Assert.Equal(coloured, run.Out.Contains('\x1b'));
            Assert.Equal(plain.Out, System.Text.RegularExpressions.Regex.Replace(run.Out, "\x1b\\[[0-9;]*m", ""));
        }
    }

    [Fact]
    public void Ascii_Should_Be_Ascii_Everywhere()
    {
        string file = Log().FileIn(_folder);
        string[][] commands =
        [
            ["flow", file, "--conn", "1.1"], ["show", file], ["netstat", file], ["explain", file, "--conn", "1.1"],
        ];
        Assert.All(commands, c => Assert.True(
            new Cli(null, s => Terminal(s, 80), [.. c, "--ascii"]).Out.All(ch => ch < 128), c[0]));
    }

    private static CliStreams Terminal(CliStreams streams, int width)
    {
        return streams with
        {
            Width = width,
            MeasureWindow = () => (width, 24),
            ErrInteractive = true,
            FindPorts = () => Ports.Of(Ports.Own, Ports.Classic),
            FindSockets = () => [new LocalSocket(0xC0000202, 443, 0xC0000201, 50003, S.FinWait2, 0, 0)],
        };
    }

    private static Captures Log()
    {
        return LiveCommandTests.Mixed()
            .Open(6, ms: 2100).Step(6, S.Closed, S.SynSent, C.ActiveOpen, 2100).Segment(6, true, 2, 0, 0, 2100)
            .Segment(6, false, 18, 0, 1, 2110).Step(6, S.SynSent, S.Established, C.SynAcked, 2110)
            .Segment(6, true, 24, 1, 1, 2150, length: 1460)
            .Step(6, S.Established, S.FinWait1, C.UserClose, 2200)
            .Segment(6, true, 17, 1461, 1, 2200).Segment(6, true, 17, 1461, 1, 2500)
            .Step(6, S.FinWait1, S.FinWait2, C.FinAcked, 2505, flags: 1)
            .Lose(l => l.Segment(6, false, 17, 1, 1462, 2510)).Step(6, S.FinWait2, S.TimeWait, C.FinReceived, 2511)
            .Note(3, CloseEvent.CloseWaitLeak, 2550, 1150)
            .Open(7, ms: 2700).Step(7, S.Established, S.LastAck, C.UserClose, 2800)
            .Open(12345, ms: 2800).Step(12345, S.Established, S.Closed, C.ResetReceived, 2850);
    }
}
