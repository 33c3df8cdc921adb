using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Input.Serial;
using NanoTcpClose.Companion.Ports;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>ports and replay --to on real terminals.</summary>
public sealed class PortTests
{
    private const string OnlyLinux = "pseudo-terminals are opened by their Linux names";

    [Fact]
    public void Ports_Should_Say_Which_Board_Is_Which()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug one = Plugged(new Captures().Hello(0xAA01, device: 1).Bytes());
        using LinePlug two = Plugged(new Captures().Hello(0xAA02, device: 2).FourWay(1).Bytes());
        using LinePlug started = Plugged(new Captures().FourWay(1).Bytes());
        using LinePlug chatty = Plugged("rst:0x1 (POWERON_RESET)\r\n"u8.ToArray());
        using LinePlug silent = Plugged([]);
        using LinePlug busy = Plugged([]);
        using LinuxLine holder = new(busy.Name, 115200);
        LinePlug[] plugs = [one, two, started, chatty, silent, busy];
        PortInfo[] ports = [Ports.Own, .. plugs.Select(p => new PortInfo(p.Name, "10c4:ea60", "", ""))];
        Cli run = new(null, s => s with { FindPorts = () => ports }, "ports", "--listen", "500ms", "--json");
        Assert.Equal(ExitCode.Ok, run.Code);
        string[] lines = run.Out.Split('\n');
        Assert.EndsWith("\"heard\":\"not-asked\"}", lines[1]);
        Assert.EndsWith("\"heard\":\"board\",\"board\":\"010203040501\",\"boot\":\"0000AA01\"}", lines[2]);
        Assert.EndsWith("\"heard\":\"board\",\"board\":\"010203040502\",\"boot\":\"0000AA02\"}", lines[3]);
        Assert.EndsWith("\"heard\":\"records\"}", lines[4]);
        Assert.EndsWith("\"heard\":\"text\"}", lines[5]);
        Assert.EndsWith("\"heard\":\"silent\"}", lines[6]);
        Assert.EndsWith("\"heard\":\"closed\"}", lines[7]);
    }

    [Fact]
    public void Ports_Should_Name_The_Board_And_Who_Has_A_Busy_Port_In_The_Table()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        using LinePlug board = Plugged(new Captures().Hello().Bytes());
        using LinePlug busy = Plugged([]);
        using LinuxLine holder = new(busy.Name, 115200);
        PortInfo[] ports = [new(board.Name, "10c4:ea60", "", ""), new(busy.Name, "10c4:ea60", "", "")];
        Cli run = new(null, s => s with { FindPorts = () => ports }, "ports", "--listen", "300ms");
        Assert.Contains(board.Name + "  board 010203040506, boot 1234ABCD, build ", run.Out);
        Assert.Contains(busy.Name + "  is in use by ", run.Out);
    }

    [Fact]
    public void Replay_Should_Give_A_Port_The_Bytes_That_The_Board_Gave()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        byte[] log = new Captures().Hello().Text("boot: ready\r\n").FourWay(1).FourWay(2).Bytes();
        string file = new Captures().Hello().Text("boot: ready\r\n").FourWay(1).FourWay(2).File();
        using MasterLine wire = new();
        Cli run = new(null, "replay", file, "--speed", "max", "--to", wire.Name);
        byte[] heard = wire.Read(log.Length);
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, run.Code);
        Assert.Equal(log, heard);
    }

    [Fact]
    public void Replay_To_Tcp_Should_Be_Watched_As_It_Was()
    {
        string file = new Captures().Hello().FourWay(1).File();
        using NtcProcess replay = new("replay", file, "--speed", "max", "--to", "tcp");
        const string Mark = "waiting on ";
        Wait.For(() => replay.Err.Contains(": ntc watch", StringComparison.Ordinal), "the port of the replay");
        int at = replay.Err.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
        string address = replay.Err[at..].Split(": ")[0];
        Cli watch = new(
            null, "watch", address, "--no-record", "--time", "device", "--until", "closed", "--timeout", "20s");
        Cli stored = new(null, "watch", file, "--time", "device");
        File.Delete(file);
        Assert.Equal(ExitCode.Ok, watch.Code);
        Assert.Equal(ExitCode.Ok, replay.Wait());
        Assert.Equal(stored.Out, watch.Out);
    }

    [Fact]
    public void Replay_Into_A_Port_That_Is_Not_There_Should_Say_So()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), OnlyLinux);
        string file = new Captures().Hello().File();
        Cli run = new(null, "replay", file, "--to", "/dev/ttyNONE");
        File.Delete(file);
        Assert.Equal(ExitCode.Port, run.Code);
        Assert.StartsWith("--- port /dev/ttyNONE is not there: `ntc ports` lists", run.Err);
    }

    private static LinePlug Plugged(byte[] log)
    {
        LinePlug plug = new();
        plug.PlugIn();
        Assert.True(log.Length == 0 || plug.Write(log, log.Length));
        return plug;
    }
}
