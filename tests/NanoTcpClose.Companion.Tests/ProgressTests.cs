using System;
using System.IO;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>The progress bar: only on a terminal, only after a second, with an estimate, and gone at the end.</summary>
public sealed class ProgressTests
{
    private readonly StringWriter _error = new();

    [Fact]
    public void Should_Show_Bar_Part_And_Estimate()
    {
        Assert.Equal(
            "--- reading big.ntcl [######..................] 25 %, 6 s left",
            Progress.Line("reading big.ntcl", 0.25, TimeSpan.FromSeconds(2)));
        Assert.Equal(
            "--- reading big.ntcl [........................] 0 %, ? left",
            Progress.Line("reading big.ntcl", 0.001, TimeSpan.FromSeconds(2)));
        Assert.Equal(
            "--- sending x [############............] 50 %, 10 min left",
            Progress.Line("sending x", 0.5, TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void Should_Stay_Silent_For_A_Second_And_Draw_Five_Times_A_Second()
    {
        using Progress progress = new(Streams(terminal: true), "reading");
        progress.Report(0.1, TimeSpan.FromMilliseconds(999));
        Assert.Equal("", _error.ToString());
        progress.Report(0.2, TimeSpan.FromMilliseconds(1000));
        string first = _error.ToString();
        Assert.StartsWith("\r--- reading [", first);
        progress.Report(0.3, TimeSpan.FromMilliseconds(1100));
        Assert.Equal(first, _error.ToString());
        progress.Report(0.4, TimeSpan.FromMilliseconds(1300));
        Assert.NotEqual(first, _error.ToString());
    }

    [Fact]
    public void Should_Wipe_Itself()
    {
        Progress progress = new(Streams(terminal: true), "reading");
        progress.Report(0.5, TimeSpan.FromSeconds(2));
        int width = _error.ToString().Length - 1;
        progress.Dispose();
        Assert.EndsWith("\r" + new string(' ', width) + "\r", _error.ToString());
    }

    [Fact]
    public void Should_Write_Nothing_When_Redirected()
    {
        Progress progress = new(Streams(terminal: false), "reading");
        progress.Report(0.5, TimeSpan.FromSeconds(60));
        progress.Dispose();
        Assert.Equal("", _error.ToString());
    }

    private CliStreams Streams(bool terminal)
    {
        return new CliStreams(TextWriter.Null, _error) { ErrInteractive = terminal };
    }
}
