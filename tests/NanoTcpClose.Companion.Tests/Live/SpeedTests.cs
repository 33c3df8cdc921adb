using System;
using System.Linq;
using System.Threading;
using NanoTcpClose.Companion.Cli;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>doctor tries the usual speeds on a line whose other side makes sense at one of them only.</summary>
public sealed class SpeedTests
{
    [Fact]
    public void Doctor_Should_Find_The_Speed_Of_The_Board()
    {
        const int Board = 115200;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals are opened by their Linux names");
        using MasterLine wire = new();
        using Speaker speaker = new(wire, Board);
        Cli run = new(null, "doctor", wire.Name, "--wait", "1s");
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Assert.Equal(
            "wrong-speed: garbage at 921600, sense at 115200\nnext: ntc watch " + wire.Name + " --baud 115200\n",
            run.Out);
    }

    [Fact]
    public void Doctor_Should_Say_When_No_Speed_Makes_Sense()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals are opened by their Linux names");
        using MasterLine wire = new();
        using Speaker speaker = new(wire, speed: 31250);
        Cli run = new(null, "doctor", wire.Name, "--wait", "500ms");
        Assert.Equal(ExitCode.RuleBroken, run.Code);
        Assert.StartsWith("garbage: ", run.Out);
    }

    /// <summary>Writes records at its own speed; at any other what a UART makes of them.</summary>
    private sealed class Speaker : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _over;

        internal Speaker(MasterLine wire, int speed)
        {
            byte[] good = new Captures().Hello().FourWay(1).Bytes();
            byte[] bad = [.. good.Select((b, k) => (byte)((b * 167) ^ (0x80 | k)))];
            _thread = new Thread(() =>
            {
                while (!_over)
                {
                    wire.Write(wire.Speed == speed ? good : bad);
                    Thread.Sleep(50);
                }
            });
            _thread.Start();
        }

        public void Dispose()
        {
            _over = true;
            _thread.Join();
        }
    }
}
