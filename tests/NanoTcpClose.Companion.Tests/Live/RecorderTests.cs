using System;
using System.Collections.Generic;
using System.IO;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Cli.Live;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

public sealed class RecorderTests
{
    [Fact]
    public void A_Recording_Should_Be_Named_After_Board_And_Boot_And_Replay_The_Same()
    {
        string folder = Directory.CreateTempSubdirectory("ntc-rec").FullName;
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Cli live = new(log, s => s with { StateFolder = folder }, "watch", "-", "--time", "device");
        Cli second = new(log, s => s with { StateFolder = folder }, "watch", "-");
        string file = Path.Combine(folder, "010203040506-1234ABCD.ntcl");
        Assert.Contains("--- recording to " + file + "\n", live.Err);
        Assert.Contains("010203040506-1234ABCD-2.ntcl\n", second.Err);
        Cli replay = new(null, "watch", file, "--time", "device");
        Directory.Delete(folder, recursive: true);
        Assert.Equal(live.Out, replay.Out);
    }

    [Fact]
    public void A_Full_Disk_Should_End_The_Recording_And_Not_The_Watching()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Cli run = new(log, "watch", "-", "--record", "/dev/full");
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("--- recording to /dev/full stopped (", run.Err);
        Assert.Contains("watching goes on", run.Err);
        Assert.Contains("TIME-WAIT -> CLOSED", run.Out);
    }

    [Fact]
    public void A_Name_That_Cannot_Be_Made_Should_Be_Refused_Before_The_Watching()
    {
        string file = Path.GetTempFileName();
        Cli run = new([], "watch", "-", "--record", Path.Combine(file, "below", "x.ntcl"));
        File.Delete(file);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(file, run.Err);
    }

    [Fact]
    public void A_State_Folder_That_Is_Not_Writable_Should_Be_Said()
    {
        string file = Path.GetTempFileName();
        byte[] log = new Captures().Hello().FourWay(1).Bytes();
        Cli run = new(log, s => s with { StateFolder = Path.Combine(file, "ntc") }, "watch", "-");
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Contains("stopped (", run.Err);
        Assert.Contains("TIME-WAIT -> CLOSED", run.Out);
    }
}
