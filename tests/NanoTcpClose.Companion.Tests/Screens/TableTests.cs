using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli.Live;
using NanoTcpClose.Companion.Input;
using Spectre.Console;
using Xunit;
using C = NanoTcpClose.TransitionCause;
using S = NanoTcpClose.TcpState;

namespace NanoTcpClose.Companion.Tests.Screens;

/// <summary>The table of `watch`, whole, at the widths and in the manners that terminals have.</summary>
public sealed class TableTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("table-140.txt", 140, false)]
    [InlineData("table-80.txt", 80, false)]
    [InlineData("table-80-ascii.txt", 80, true)]
    [InlineData("table-60.txt", 60, false)]
    [InlineData("table-40.txt", 40, false)]
    public void Should_Render_The_Golden_Table(string golden, int width, bool ascii)
    {
        string[] words = ["boot: ready", "12:00:01 --- a remark"];
        string screen = Render(One(), width, 24, ascii, ColorSystemSupport.NoColors, words);
        Assert.All(screen.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.True(!ascii || screen.All(c => c < 128));
        Golden.Equal(golden, screen);
    }

    [Fact]
    public void Should_Render_Several_Boards()
    {
        LiveFeed second = Feed("/dev/ttyUSB1", new Captures().Hello(0x77, device: 9).FourWay(1));
        Golden.Equal(
            "table-boards.txt", Render([.. One(), second], 100, 24, true, ColorSystemSupport.NoColors));
    }

    [Fact]
    public void Should_Say_What_Does_Not_Fit_And_When_There_Is_Nothing()
    {
        Golden.Equal("table-low.txt", Render(One(), 80, 10, true, ColorSystemSupport.NoColors, "last words"));
        LiveFeed none = Feed("COM6", new Captures());
        Golden.Equal("table-empty.txt", Render([none], 80, 24, true, ColorSystemSupport.NoColors));
    }

    [Fact]
    public void Should_Colour_Only_Where_Colours_Are_Allowed()
    {
        string coloured = Render(One(), 80, 24, false, ColorSystemSupport.Standard);
        Golden.Equal("table-colour.txt", coloured.Replace("\x1b", "\\e"));
        Assert.DoesNotContain("\x1b[3", Render(One(), 80, 24, false, ColorSystemSupport.NoColors));
    }

    private static LiveFeed[] One()
    {
        Captures log = LiveCommandTests.Mixed()
            .Open(6, ms: 2100).Step(6, S.Established, S.FinWait1, C.UserClose, 2200)
            .Segment(6, true, 17, 1, 1, 2200).Segment(6, true, 17, 1, 1, 2500)
            .Lose(2, 2510).Step(6, S.FinWait2, S.TimeWait, C.FinReceived, 2600)
            .Open(7, ms: 2700).Step(7, S.Established, S.Closed, C.ResetReceived, 2800);
        return [Feed("/dev/ttyUSB0", log)];
    }

    // The board is half a second further than its last record.
    private static string Render(
        IReadOnlyList<LiveFeed> feeds,
        int width,
        int height,
        bool ascii,
        ColorSystemSupport colours,
        params string[] words)
    {
        StringWriter output = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours == ColorSystemSupport.NoColors ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = colours,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Profile.Height = height;
        console.Profile.Capabilities.Unicode = !ascii;
        console.Write(TableView.Draw(new TableInput(feeds, words, s_noon.AddMilliseconds(500))
        {
            Width = width,
            Height = height,
            Ascii = ascii,
        }));
        return output.ToString();
    }

    private static LiveFeed Feed(string name, Captures log)
    {
        LiveFeed feed = new(new Silent(name), new LiveQueue(), null, (_, _) => { });
        LogReader reader = new(entry => feed.Log.Accept(entry));
        reader.Feed(log.Bytes(), s_noon);
        reader.End();
        return feed;
    }

    private sealed class Silent(string name) : ISource
    {
        public string Name => name;

        public bool MayWait => false;

        public void Run(ISourceSink sink, CancellationToken cancel)
        {
            // The log is there already.
        }
    }
}
