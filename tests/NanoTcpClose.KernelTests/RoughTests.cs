// Invariant: a close over a bad line may take longer, but the states of both sides must fit together at its end.

using System;
using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.VirtualBoard;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>Closes in hundreds at a time while packets are lost, doubled and swapped.</summary>
public sealed class RoughTests
{
    private const int ClosesPerSeed = 250;
    // Six repetitions in a row can be lost; the kernel doubles its timeout from 200 ms each time.
    private const int LongestMs = 15000;
    private const int Port = Lab.FirstPort + 500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Closes_OverARoughLine_FitTheKernel(int seed)
    {
        Kernel.Require();
        RoughLink? link = null;
        using Lab lab = new Lab(Options(), inner => link = new RoughLink(inner, seed));
        lab.Peer.Listen(Port);
        List<Pairing> pairs = Enumerable.Range(0, ClosesPerSeed).Select(number => OpenOne(lab, 20000 + number)).ToList();
        Random order = new Random(seed);
        link!.Rough = true;
        foreach (Pairing pair in pairs)
        {
            CloseBoth(lab, pair, order.Next(2) == 0);
        }

        Lab.WaitFor(
            () => pairs.All(pair => lab.State(pair.Handle) is TimeWait or Closed)
                && pairs.All(pair => lab.KernelState(pair.KernelPort, pair.EnginePort) is TimeWait or Closed),
            () => $"seed {seed}: not at its end: " + string.Join("; ", pairs.Select(pair => Both(lab, pair)).Where(Open)),
            LongestMs);
        Assert.True(link.Harmed > ClosesPerSeed / 4, $"seed {seed}: the line was too good");
        foreach (Pairing pair in pairs)
        {
            AssertFit(seed, pair, lab.EnginePath(pair.Serial), lab.KernelPath(Port, pair.EnginePort));
        }
    }

    private static string Both(Lab lab, Pairing pair)
    {
        TcpState kernel = lab.KernelState(pair.KernelPort, pair.EnginePort);
        return $"{pair.EnginePort} engine {lab.State(pair.Handle)} kernel {kernel}";
    }

    private static bool Open(string told)
    {
        return told.Contains("Wait1") || told.Contains("Wait2") || told.Contains("CloseW") || told.Contains("LastAck")
            || told.Contains("Closing") || told.Contains("Established");
    }

    private static CloseEngineOptions Options()
    {
        CloseEngineOptions options = Lab.Quick();
        options.Connections = ClosesPerSeed;
        options.TimeWaitEntries = ClosesPerSeed;
        options.MslMs = 10000;
        options.ReceiveBuffer = 256;
        options.SendBuffer = 256;
        return options;
    }

    private static Pairing OpenOne(Lab lab, int enginePort)
    {
        int handle = lab.Call((engine, now) => engine.Connect(KernelPeer.KernelAddress, Port, enginePort, now));
        lab.Await(handle, Established);
        int serial = lab.Call((engine, now) => engine.SerialOf(handle));
        return new Pairing(handle, serial, Port, enginePort, lab.Peer.AcceptSocket(Port));
    }

    private static void CloseBoth(Lab lab, Pairing pair, bool engineFirst)
    {
        if (!engineFirst)
        {
            pair.Socket.Close();
        }

        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        pair.Socket.Close();
    }

    /// <summary>One side at least closed first; CLOSING needs crossed FINs; no two sides pass FIN-WAIT-2 in one close.</summary>
    private static void AssertFit(int seed, Pairing pair, TcpState[] engine, TcpState[] kernel)
    {
        string told = $"seed {seed}, port {pair.EnginePort}: engine {string.Join(' ', engine)}; kernel {string.Join(' ', kernel)}";
        bool engineActive = engine[0] == FinWait1;
        bool kernelActive = kernel[0] == FinWait1;
        Assert.True(engineActive || kernelActive, told);
        Assert.True(engineActive || engine.SequenceEqual(new[] { CloseWait, LastAck, Closed }), told);
        Assert.True(kernelActive || kernel.SequenceEqual(new[] { CloseWait, LastAck, Closed }), told);
        Assert.True(!engineActive || engine.Contains(TimeWait), told);
        Assert.True(kernel[^1] == Closed, told);
        bool crossed = engineActive && kernelActive;
        Assert.True(crossed || !(engine.Contains(Closing) || kernel.Contains(Closing)), told);
        Assert.False(engine.Contains(FinWait2) && kernel.Contains(FinWait2), told);
    }
}
