using System.Collections.Generic;
using System.IO;
using System.Linq;
using NanoTcpClose.Companion.Boards;
using NanoTcpClose.Companion.Cli;
using NanoTcpClose.Companion.Ports;
using Xunit;

namespace NanoTcpClose.Companion.Tests;

public sealed class FlashTests
{
    [Fact]
    public void Should_List_Every_Board()
    {
        Cli run = new(null, "boards");
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal("boards.txt", run.Out);
        Golden.Equal("boards.json", new Cli(null, "boards", "--json").Out);
    }

    [Theory]
    [InlineData("esp32-devkitc-v4", "ESP32_REV3", "0x1E0000")]
    [InlineData("esp32-wrover-kit", "ESP32_PSRAM_REV3", "0x1E0000")]
    [InlineData("esp32-s2-saola-1", "ESP32_S2", "0x1B0000")]
    [InlineData("esp32-s3-devkitc-1", "ESP32_S3_QUAD", "0x1B0000")]
    [InlineData("esp32-c3-devkitm-1", "ESP32_C3", "0x1B0000")]
    [InlineData("esp32-c6-devkitc-1", "ESP32_C6_THREAD", "0x250000")]
    public void Should_Print_The_Exact_Nanoff_Lines(string board, string target, string address)
    {
        Cli run = new(null, "flash", "--board", board, "--port", "COM5", "--image", "App.bin", "--wifi", "wifi.json", "--dry-run");
        Assert.Equal(ExitCode.Ok, run.Code);
        string[] lines =
        [
            "nanoff --update --target " + target + " --serialport COM5",
            "nanoff --networkdeployment wifi.json --serialport COM5",
            "nanoff --target " + target + " --serialport COM5 --deploy --image App.bin --address " + address,
        ];
        Assert.Equal(string.Concat(lines.Select(l => l + "\n")), run.Out);
    }

    [Theory]
    [InlineData("board nope is not known; there are esp32-c3-devkitm-1", "--board", "nope", "--port", "COM5")]
    [InlineData("board virtual is this computer", "--board", "virtual", "--port", "COM5")]
    [InlineData("--image none.bin is not there", "--board", "esp32-devkitc-v4", "--port", "COM5", "--image", "none.bin")]
    [InlineData("Option '--port' is required", "--board", "esp32-devkitc-v4")]
    public void Should_Say_What_Is_Wrong(string message, params string[] rest)
    {
        Cli run = new(null, ["flash", .. rest]);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("--- " + message, run.Err);
    }

    [Theory]
    [InlineData(null, ExitCode.Usage, "--- nanoff is not installed: dotnet tool install -g nanoff\n")]
    [InlineData(160, ExitCode.RuleBroken, "--- nanoff ended with 160; ")]
    [InlineData(0, ExitCode.Ok, "--- done; the log comes out of COM2 (TX on GPIO 17): ntc watch PORT --baud 921600\n")]
    public void Should_Tell_How_Nanoff_Ended(int? code, int expected, string message)
    {
        List<string> calls = [];
        string port = Path.GetTempFileName();
        Cli run = new(
            null,
            streams => new CliStreams(streams.Out, streams.Err)
            {
                RunNanoff = call =>
                {
                    calls.Add(string.Join(' ', call));
                    return code;
                },
            },
            "flash", "--board", "esp32-devkitc-v4", "--port", port);
        File.Delete(port);
        Assert.Equal(expected, run.Code);
        Assert.Equal(["--update --target ESP32_REV3 --serialport " + port], calls);
        Assert.Contains(message, run.Err);
    }

    [Theory]
    [InlineData(null, "{ \"WirelessClient\": { \"SSID\": \"net\" } }")]
    [InlineData(null, WifiFile.Example)]
    [InlineData("line 1 is no JSON", "ssid=net")]
    [InlineData("it has no WirelessClient", "{ \"Ssid\": \"net\" }")]
    [InlineData("it has no WirelessClient", "[]")]
    [InlineData("WirelessClient has no Ssid", "{ \"WirelessClient\": { \"Password\": \"x\" } }")]
    [InlineData("Ssid must be a string of 1 to 32 characters", "{ \"WirelessClient\": { \"Ssid\": \"\" } }")]
    [InlineData("Ssid must be a string of 1 to 32 characters", "{ \"WirelessClient\": { \"Ssid\": 5 } }")]
    public void Should_Know_A_Wifi_File(string? wrong, string text)
    {
        Assert.Equal(wrong, WifiFile.WhatIsWrong(text));
    }

    [Fact]
    public void Should_Never_Show_A_Password()
    {
        string secret = new('q', 65);
        string? wrong = WifiFile.WhatIsWrong("{ \"WirelessClient\": { \"Ssid\": \"net\", \"Password\": \"" + secret + "\" } }");
        Assert.Equal("Password must be a string of 0 to 64 characters", wrong);
    }

    [Theory]
    [InlineData(0, "{}", "--image ")]
    [InlineData(0x1C0001, "{}", "--image ")]
    [InlineData(100, "{}", "--wifi ")]
    public void Should_Refuse_Files_Before_Anything_Is_Flashed(int imageBytes, string wifiText, string message)
    {
        string image = Path.GetTempFileName();
        string wifi = Path.GetTempFileName();
        File.WriteAllBytes(image, new byte[imageBytes]);
        File.WriteAllText(wifi, wifiText);
        Cli run = new(
            null,
            s => new CliStreams(s.Out, s.Err) { RunNanoff = _ => throw new Xunit.Sdk.XunitException("nanoff was called") },
            "flash", "--board", "esp32-devkitc-v4", "--port", image, "--image", image, "--wifi", wifi);
        File.Delete(image);
        File.Delete(wifi);
        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.StartsWith("--- " + message, run.Err);
    }

    [Fact]
    public void Should_Exit_3_When_The_Port_Is_Not_There()
    {
        Cli run = new(null, "flash", "--board", "esp32-devkitc-v4", "--port", "/dev/ttyNOPE");
        Assert.Equal(System.OperatingSystem.IsWindows() ? ExitCode.Usage : ExitCode.Port, run.Code);
    }

    [Fact]
    public void Should_List_Ports_With_Their_Boards()
    {
        Cli run = With(Ports.Of(Ports.Own, Ports.Classic, Ports.Native), "ports", "--listen", "0s");
        Assert.Equal(ExitCode.Ok, run.Code);
        Golden.Equal("ports.txt", run.Out);
        Golden.Equal("ports.json", With(Ports.Of(Ports.Own, Ports.Classic), "ports", "--json", "--listen", "0s").Out);
        Assert.Equal(ExitCode.Port, With(Ports.Of(), "ports").Code);
    }

    [Fact]
    public void Should_Read_Sysfs_Of_A_Usb_Adapter()
    {
        string root = Directory.CreateTempSubdirectory("ntc").FullName;
        string usb = Directory.CreateDirectory(Path.Combine(root, "usb1", "1-2")).FullName;
        string tty = Directory.CreateDirectory(Path.Combine(usb, "1-2:1.0", "ttyUSB0")).FullName;
        File.WriteAllText(Path.Combine(usb, "idVendor"), "10c4\n");
        File.WriteAllText(Path.Combine(usb, "idProduct"), "ea60\n");
        Directory.CreateDirectory(Path.Combine(root, "ttyUSB0"));
        Directory.CreateSymbolicLink(Path.Combine(root, "ttyUSB0", "device"), tty);
        PortInfo port = PortList.Describe("/dev/ttyUSB0", root);
        Directory.Delete(root, recursive: true);
        Assert.Equal("10c4:ea60", System.OperatingSystem.IsWindows() ? "10c4:ea60" : port.Usb);
    }

    [Fact]
    public void Should_Watch_The_Only_Board_Or_Say_What_To_Type()
    {
        Cli one = With(Ports.Of(Ports.Own, Ports.Classic));
        Assert.StartsWith("--- watching the only board: ntc watch /dev/ttyUSB0\n", one.Err);
        Assert.Equal(ExitCode.Port, one.Code);
        Cli two = With(Ports.Of(Ports.Own, Ports.Classic, Ports.Native));
        Assert.Equal("--- there are 2 boards; the newest is the last line: ntc watch /dev/ttyACM0\n", two.Err);
        Assert.Contains("/dev/ttyUSB0", two.Out);
        Cli none = With(Ports.Of(Ports.Own));
        Assert.StartsWith("--- no board found", none.Err);
        Assert.Contains("demo", none.Out);
    }

    private static Cli With(IReadOnlyList<PortInfo> ports, params string[] args)
    {
        return new Cli(null, s => new CliStreams(s.Out, s.Err) { FindPorts = () => ports }, args);
    }
}
