using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.VirtualBoard;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>The whole script of the demo, with its log read as from a serial port.</summary>
public sealed class DemoTests
{
    private const int LongestSeconds = 12;

    [Fact]
    public async Task Demo_OverUdp_PlaysEveryClose()
    {
        await Play(DemoRole.Udp);
    }

    [Fact]
    public async Task Demo_OverTheKernel_PlaysEveryClose()
    {
        Kernel.Require();
        await Play(DemoRole.Kernel);
    }

    [Fact]
    public async Task Demo_ObservingTheKernel_PlaysEveryClose()
    {
        Kernel.Require();
        await Play(DemoRole.Observe);
    }

    private static async Task Play(DemoRole role)
    {
        using CancellationTokenSource limit = new CancellationTokenSource(TimeSpan.FromSeconds(LongestSeconds));
        Stopwatch watch = Stopwatch.StartNew();
        using DemoBoard board = DemoBoard.Create(new DemoBoardOptions { Role = role });
        using LogReader reader = new LogReader(board.SerialPort);
        await board.RunAsync(limit.Token);
        Assert.True(watch.Elapsed.TotalSeconds < LongestSeconds, $"took {watch.Elapsed}");
        Assert.Null(board.WhyNotKernel);
        foreach (DemoClose close in board.Closes)
        {
            int states = close.ExpectedPath.Count;
            Lab.WaitFor(() => reader.PathOf(close.RemotePort, close.LocalPort).Count >= states, () => close.Name);
            Assert.Equal(close.ExpectedPath, reader.PathOf(close.RemotePort, close.LocalPort));
        }

        Assert.Equal(0, reader.Missing);
    }
}
