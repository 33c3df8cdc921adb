using System;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

/// <summary>What a newcomer types wrong first, and that each message leads to the next step.</summary>
public sealed class FirstMessageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ntc").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("report")]
    [InlineData("export", "otlp")]
    [InlineData("check")]
    [InlineData("netstat")]
    [InlineData("replay")]
    [InlineData("rerun")]
    public void Should_Name_The_Captures_That_Are_There(params string[] command)
    {
        File.Copy(Samples.Demo, In("monday.ntcl"));
        Cli run = new(null, [.. command, In("tuesday.ntcl")]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Equal("--- file " + In("tuesday.ntcl") + " is not there; there are monday.ntcl\n", run.Err);
        Assert.Equal(
            "--- " + _folder + " is a folder; it holds monday.ntcl\n", new Cli(null, [.. command, _folder]).Err);
    }

    [Fact]
    public void Should_Take_A_Bare_Word_For_A_File_And_Not_For_A_Port()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there a bare word may be a port");
        Cli run = new(null, "watch", "no-such-boot.log", "--no-record");
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("--- file no-such-boot.log is not there; ", run.Err);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("check")]
    [InlineData("flow")]
    public void Should_Doubt_Bytes_That_Are_Neither_Text_Nor_Records(string command)
    {
        File.WriteAllBytes(In("noise.bin"), [.. Enumerable.Range(0, 4096).Select(k => (byte)(0x80 | (k * 37)))]);
        Cli run = new(null, command, In("noise.bin"));
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("--- noise.bin holds no NTCL/1 record: does the board run NanoTcpClose, and was the", run.Err);
    }

    [Fact]
    public void Should_Say_How_To_Get_A_Capture_When_There_Is_None()
    {
        Cli run = new(null, "show", In("tuesday.ntcl"));
        Assert.StartsWith("--- file " + In("tuesday.ntcl") + " is not there; record one with `ntc watch PORT", run.Err);
    }

    [Fact]
    public void Should_Read_A_Capture_That_Was_Cut_And_Say_So()
    {
        File.WriteAllBytes(In("cut.ntcl"), File.ReadAllBytes(Samples.Demo)[..900]);
        Cli run = new(null, "show", In("cut.ntcl"));
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("1.1", run.Out);
        Assert.StartsWith("--- cut.ntcl ends in the middle of a block", run.Err);
    }

    [Fact]
    public void Should_Ask_Which_Connection_And_Name_Them()
    {
        Assert.Equal(
            "--- say which connection with --conn; it has 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7; `ntc show` tells more of each\n",
            new Cli(null, "flow", Samples.Demo).Err);
        Assert.Equal(
            "--- connection 9.9 is not in this capture; it has 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7\n",
            new Cli(null, "explain", Samples.Demo, "--conn", "9.9").Err);
    }

    [Fact]
    public void Should_Doubt_Speed_And_Firmware_When_Nothing_Of_Ours_Is_In_It()
    {
        File.WriteAllText(In("boot.log"), "rst:0x1 (POWERON_RESET)\n");
        Assert.Contains("was the speed of the line right?", new Cli(null, "show", In("boot.log")).Err);
    }

    private string In(string name)
    {
        return Path.Combine(_folder, name);
    }
}
