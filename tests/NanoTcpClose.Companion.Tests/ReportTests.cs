using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Report;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests;

public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Should_Write_The_Golden_Page()
    {
        string page = Page(Samples.Demo);
        Golden.Equal("report.html", page);
    }

    [Fact]
    public void Should_Stand_Alone()
    {
        string page = Page(Samples.Demo);
        Assert.DoesNotMatch("(src|href)=\"(?!data:|#)", page);
        Assert.DoesNotContain("@import", page);
        Assert.DoesNotContain("url(", page);
        MatchCollection drawings = Regex.Matches(page, "base64,([A-Za-z0-9+/=]+)");
        Assert.Equal(7, drawings.Count);
        foreach (Match drawing in drawings)
        {
            XmlDocument svg = new();
            svg.Load(new MemoryStream(Convert.FromBase64String(drawing.Groups[1].Value)));
            Assert.Equal("svg", svg.DocumentElement!.Name);
        }
    }

    [Fact]
    public void Should_Have_Every_Anchor_That_It_Links_To()
    {
        string page = Page(Samples.Demo);
        foreach (Match link in Regex.Matches(page, "href=\"#([^\"]+)\""))
        {
            Assert.Contains("id=\"" + link.Groups[1].Value + "\"", page);
        }

        Assert.Equal(page.Split("<tr").Length, page.Split("</tr>").Length);
        Assert.Equal(page.Split("<section").Length, page.Split("</section>").Length);
        Assert.Equal(page.Split("<article").Length, page.Split("</article>").Length);
    }

    [Fact]
    public void Should_Mask_Every_Address()
    {
        string page = Page(Samples.Demo, "--mask");
        string text = page + string.Concat(Regex.Matches(page, "base64,([A-Za-z0-9+/=]+)")
            .Select(m => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value))));
        Assert.DoesNotContain("192.0.2", text);
        Assert.DoesNotContain("020000000001", text);
        Assert.DoesNotContain("demo.ntcl", text);
        Assert.Contains("host-B:40001 to host-A:5001", text);
    }

    [Fact]
    public void Should_Show_Losses_Findings_And_Two_Boots()
    {
        string file = new Captures().Hello().FourWay(1)
            .Lose(l => l.Open(2).Step(2, S.Closed, S.SynSent, C.ActiveOpen, 1200))
            .Step(2, S.SynSent, S.Established, C.SynAcked, 1300)
            .Step(2, S.Established, S.LastAck, C.UserClose, 1400)
            .Hello(0x5678).FourWay(1).FileIn(_folder);
        string page = Page(file);
        Assert.Contains("1 rule is broken in 3 closes", page);
        Assert.Contains("Timeline, boot 2", page);
        Assert.Contains("2 records are missing in 1 place", page);
        Assert.Contains("illegal-transition", page);
    }

    [Theory]
    [InlineData(0, 7000, "1 s")]
    [InlineData(500, 520, "5 ms")]
    [InlineData(0, 600_000, "2 min")]
    [InlineData(0, 400_000_000, "20 h")]
    public void Axis_Should_Have_Round_Ticks(double from, double to, string second)
    {
        TimeAxis axis = new(from, to);
        Assert.Equal("0" + second[second.IndexOf(' ')..], axis.Ticks()[0].Label);
        Assert.Equal(second, axis.Ticks()[1].Label);
        Assert.InRange(axis.Ticks().Count, 3, 10);
    }

    [Fact]
    public void Occupancy_Should_Count_What_The_Transitions_Say()
    {
        TimeWaitOccupancy occupancy = new(new Captures().Hello().FourWay(1).FourWay(2).Log().Epochs[0]);
        Assert.Equal(2, occupancy.Peak);
        Assert.Equal([1, 2, 1, 0], occupancy.Points.Select(p => p.Count));
    }

    private string Page(string capture, params string[] more)
    {
        string file = Path.Combine(_folder, "out.html");
        Cli run = new(null, ["report", capture, "-o", file, .. more]);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal("--- written to " + file + ": open it in a browser\n", run.Err);
        return File.ReadAllText(file);
    }

    [Fact]
    public void A_Large_Capture_Should_Give_A_Page_That_Can_Be_Sent_And_Say_What_Is_Only_Counted()
    {
        string file = Crowd(3000).File();
        string page = Path.ChangeExtension(file, ".html");
        Cli run = new(null, "report", file, "-o", page);
        string html = File.ReadAllText(page);
        Cli whole = new(null, "report", file, "-o", page, "--all");
        string all = File.ReadAllText(page);
        File.Delete(file);
        File.Delete(page);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("; 2700 of the closes are only counted there, --all shows every one\n", run.Err);
        Assert.InRange(html.Length, 100_000, 3_000_000);
        Assert.Contains(
            "300 closes of 3000 shown: 30 closes that are not clean, then the first. The other 2700 count in every", html);
        Assert.Equal(300, html.Split("<article class=\"close\"").Length - 1);

        // The one that was aborted late is there, though 2900 clean ones come before it.
        Assert.Contains("id=\"c1.2999\"", html);
        Assert.DoesNotContain("id=\"c1.2998\"", html);
        Assert.Equal(3000, all.Split("<article class=\"close\"").Length - 1);
        Assert.DoesNotContain("closes of 3000 shown", all);
        Assert.DoesNotContain("only counted there", whole.Err);
    }

    private static Captures Crowd(int count)
    {
        Captures log = new Captures().Hello();
        for (int serial = 1; serial <= count; serial++)
        {
            double ms = serial * 20;
            log.Open(serial, ms: ms).Step(serial, S.SynSent, S.Established, C.SynAcked, ms + 2);
            log = serial % 100 == 99
                ? log.Step(serial, S.Established, S.Closed, C.UserAbort, ms + 5)
                : log.Step(serial, S.Established, S.FinWait1, C.UserClose, ms + 5)
                    .Step(serial, S.FinWait1, S.FinWait2, C.FinAcked, ms + 8)
                    .Step(serial, S.FinWait2, S.TimeWait, C.FinReceived, ms + 9)
                    .Step(serial, S.TimeWait, S.Closed, C.TimeWaitExpired, ms + 1009);
            log.Text("");
        }

        return log;
    }
}
