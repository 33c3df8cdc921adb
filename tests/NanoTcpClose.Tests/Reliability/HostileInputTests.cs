using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Soak.Hostile;
using Xunit;

namespace NanoTcpClose.Tests.Reliability;

/// <summary>What no honest board and no honest file holds, given to ntc.</summary>
public sealed class HostileInputTests
{
    private const double Small = 0.004;

    [Fact]
    public void HostileLines_DoNotCrashGrowOrSteer()
    {
        Assert.Empty(HostileReport.Run(Small).Broken);
    }

    /// <summary>A record about connection 0, which no engine writes, ended ntc with a NullReferenceException.</summary>
    [Fact]
    public void RecordsOfConnectionZero_AreShown()
    {
        TraceRing ring = new(1024);
        ring.Open(0, 1, 2, 3, 4, true, 5, 6, 7);
        ring.Segment(0, true, 2, 1, 1, 0, 100, 8);
        ring.Transition(0, 3, 5, 3, 0, 9);
        byte[] log = new byte[1024];
        int length = ring.Drain(log, log.Length, false);

        (int code, string output, string error) = Run(["watch", "-", "--no-record"], log[..length]);

        Assert.Equal(0, code);
        Assert.Contains("ESTABLISHED", output, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", error, StringComparison.Ordinal);
    }

    /// <summary>@FILE was read as a file of arguments, and a folder there ended ntc with an exception.</summary>
    [Theory]
    [InlineData("@/")]
    [InlineData("@.")]
    [InlineData("@missing")]
    public void WordThatBeginsWithAt_IsAWord(string word)
    {
        (int code, _, string error) = Run(["show", word], []);

        Assert.Equal(2, code);
        Assert.StartsWith("--- ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", error, StringComparison.Ordinal);
    }

    [Fact]
    public void HostileFiles_EndInOneClearLine()
    {
        string folder = Directory.CreateTempSubdirectory("ntcl").FullName;
        string file = Path.Combine(folder, "hostile.ntcl");
        byte[][] contents =
        [
            [], "NTCL"u8.ToArray(), [.. "NTCL"u8, 9, 0, 0, 0], [.. "NTCL"u8, 1, 0, 0xFF, 0xFF], new byte[100],
            [.. "NTCL"u8, 1, 0, 0, 0, 7, .. Enumerable.Repeat((byte)0xFF, 40)],
            [.. "NTCL"u8, 1, 0, 0, 0, 1, .. Enumerable.Repeat((byte)0x7F, 10)],
            [.. "\x1b[2J\x1b]0;owned\x07"u8],
        ];
        foreach (byte[] content in contents)
        {
            File.WriteAllBytes(file, content);
            foreach (string[] command in new[] { new[] { "show", file }, ["check", file],
                ["flow", file, "--conn", "1.1"] })
            {
                (int code, string output, string error) = Run(command, []);
                Assert.NotEqual(0, code);
                Assert.StartsWith("--- ", error, StringComparison.Ordinal);
                Assert.Single(error.TrimEnd('\n').Split('\n'));
                Assert.DoesNotContain(output + error, symbol => char.IsControl(symbol) && symbol is not '\n');
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static (int Code, string Output, string Error) Run(string[] arguments, byte[] input)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int code = Root.Run(arguments, new CliStreams(output, error) { OpenInput = () => new MemoryStream(input) });
        return (code, output.ToString(), error.ToString());
    }
}
