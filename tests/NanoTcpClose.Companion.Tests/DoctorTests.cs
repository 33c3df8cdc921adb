using System;
using System.Linq;
using System.Text;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Doctor;
using NanoTcpClose.Companion.Tests.Live;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class DoctorTests
{
    private const string Boot = "ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13\r\n";

    [Theory]
    [InlineData("", "silent", ExitCode.Timeout)]
    [InlineData(Boot + "waiting for download\r\n", "download-mode", ExitCode.RuleBroken)]
    [InlineData(Boot + Boot + Boot, "boot-loop", ExitCode.RuleBroken)]
    [InlineData("Guru Meditation Error: Core 0 panic'ed (LoadProhibited)\r\n", "boot-loop", ExitCode.RuleBroken)]
    [InlineData("MicroPython v1.22 on 2023-12-27; ESP32 module\r\n>>> ", "no-records", ExitCode.RuleBroken)]
    [InlineData("NFPKTV1\0\u0001\u0002\u0003rest of a packet NFPKTV1\0", "debug-port", ExitCode.RuleBroken)]
    public void Should_Name_What_The_Bytes_Show(string bytes, string name, int code)
    {
        Diagnosis diagnosis = Diagnosis.Of(new LineSample(Encoding.Latin1.GetBytes(bytes)), "/dev/ttyUSB0", 921600,
            null);
        Assert.Equal(name, diagnosis.Name);
        Assert.Equal(code, diagnosis.Code);
        Assert.NotEqual("", diagnosis.Remedy);
    }

    [Fact]
    public void Should_Know_Garbage_And_The_Speed_That_Was_Found()
    {
        byte[] garbage = [.. Enumerable.Range(0, 300).Select(k => (byte)(0x80 + (k * 37 % 127)))];
        LineSample sample = new(garbage);
        Assert.True(sample.IsGarbage);
        Assert.Equal("garbage", Diagnosis.Of(sample, "p", 921600, null).Name);
        Diagnosis found = Diagnosis.Of(sample, "/dev/ttyUSB0", 921600, 115200);
        Assert.Equal("wrong-speed", found.Name);
        Assert.Equal("ntc watch /dev/ttyUSB0 --baud 115200", found.Remedy);
    }

    [Fact]
    public void Should_Find_A_Healthy_Board_A_Lossy_One_And_A_Faulty_One()
    {
        Assert.Equal(ExitCode.Ok, Of(new Captures().Hello().FourWay(1).Bytes()).Code);
        Captures lossy = new Captures(512).Hello();
        lossy.Text("");
        Assert.Equal("losses", Of(lossy.FourWay(1).FourWay(2).FourWay(3).FourWay(4).Bytes()).Name);
        Captures faulty = new Captures().Hello().FourWay(1);
        faulty.Ring.Fault(3, 1, Captures.At(2000));
        Assert.Equal(ExitCode.DeviceFault, Of(faulty.Bytes()).Code);
        byte[] twice = [.. new Captures().Hello(1).Bytes(), .. new Captures().Hello(2).Bytes()];
        Assert.Equal("boot-loop", Of(twice).Name);
    }

    [Fact]
    public void Should_Listen_To_A_Real_Terminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals are opened by their Linux names");
        using LinePlug plug = new();
        plug.PlugIn();
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Assert.True(plug.Write(log, log.Length));
        Cli run = new(null, "doctor", plug.Name, "--wait", "500ms");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.StartsWith("healthy: ", run.Out);
        Cli silent = new(null, "doctor", plug.Name, "--wait", "200ms", "--json");
        Assert.Equal(ExitCode.Timeout, silent.Code);
        Assert.Contains("\"diagnosis\":\"silent\"", silent.Out);
        Assert.Equal(ExitCode.Port, new Cli(null, "doctor", "/dev/ttyNOPE").Code);
    }

    private static Diagnosis Of(byte[] bytes)
    {
        return Diagnosis.Of(new LineSample(bytes), "/dev/ttyUSB0", 921600, null);
    }
}
