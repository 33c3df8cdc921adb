using System.Net.Sockets;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>Each close of RFC 9293 3.6 against the Linux kernel; the kernel's own states must fit.</summary>
public sealed class CloseTests
{
    private readonly byte[] _data = new byte[200];

    [Fact]
    public void FourWay_EngineClosesFirst_BothTakeTheirPaths()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(1);
        Close(lab, pair);
        lab.Await(pair.Handle, FinWait2);
        Assert.Equal(CloseWait, lab.KernelState(pair.KernelPort, pair.EnginePort));
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    [Fact]
    public void Passive_KernelClosesFirst_KernelHoldsTimeWait()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(2);
        pair.Socket.Close();
        lab.Await(pair.Handle, CloseWait);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, FinWait2);
        Close(lab, pair);
        lab.Await(pair.Handle, Closed);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, TimeWait);
        lab.AssertPaths(pair, new[] { CloseWait, LastAck, Closed }, new[] { FinWait1, FinWait2, Closed });
    }

    [Fact]
    public void ThreeSegment_FinCarriesTheAck_EntersTimeWaitAtOnce()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(3);
        lab.Gate.DropIncoming(segment => (segment.Flags & TcpFlags.Fin) == 0);
        Close(lab, pair);
        Assert.Equal(0, pair.Socket.Receive(_data));
        pair.Socket.Close();
        lab.Await(pair.Handle, TimeWait);
        lab.Gate.DropIncoming(null);
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    [Fact]
    public void Simultaneous_FinsCross_BothGoThroughClosing()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(4);
        lab.Gate.Hold();
        Close(lab, pair);
        pair.Socket.Close();
        lab.Await(pair.Handle, Closing);
        lab.Gate.Release();
        lab.Await(pair.Handle, Closed);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, TimeWait);
        lab.AssertPaths(pair, new[] { FinWait1, Closing, TimeWait, Closed }, new[] { FinWait1, Closing, Closed });
    }

    [Fact]
    public void HalfClose_EngineReadsOn_DataFlowsInFinWait2()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(5);
        lab.Call((engine, now) => engine.ShutdownWrite(pair.Handle, now));
        lab.Await(pair.Handle, FinWait2);
        Assert.Equal(_data.Length, pair.Socket.Send(_data));
        Read(lab, pair, _data.Length);
        Assert.Equal(FinWait2, lab.State(pair.Handle));
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    [Fact]
    public void HalfClose_KernelReadsOn_EngineSendsInCloseWait()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(6);
        pair.Socket.Shutdown(SocketShutdown.Send);
        lab.Await(pair.Handle, CloseWait);
        Assert.Equal(100, lab.Call((engine, now) => engine.Send(pair.Handle, _data, 0, 100, now)));
        Assert.Equal(100, pair.Socket.Receive(_data));
        Close(lab, pair);
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { CloseWait, LastAck, Closed }, new[] { FinWait1, FinWait2, Closed });
    }

    [Fact]
    public void Reset_KernelLingersZero_EngineIsClosed()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(7);
        pair.Socket.LingerState = new LingerOption(true, 0);
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { Closed }, new[] { Closed });
    }

    [Fact]
    public void Reset_EngineAborts_KernelIsClosed()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(8);
        lab.Call((engine, now) => engine.Abort(pair.Handle, now));
        Assert.Throws<SocketException>(() => pair.Socket.Receive(_data));
        lab.AssertPaths(pair, new[] { Closed }, new[] { Closed });
    }

    [Fact]
    public void UnreadData_KernelClosesOverIt_EngineIsReset()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(9);
        lab.Call((engine, now) => engine.Send(pair.Handle, _data, 0, 50, now));
        Lab.WaitFor(() => pair.Socket.Available == 50, () => "the data did not arrive");
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { Closed }, new[] { Closed });
    }

    [Fact]
    public void LostFinalAck_KernelRepeatsFin_TimeWaitRestarts()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(10);
        Close(lab, pair);
        lab.Await(pair.Handle, FinWait2);
        int left = 1;
        lab.Gate.DropOutgoing(segment => left-- > 0);
        pair.Socket.Close();
        lab.Await(pair.Handle, TimeWait);
        Assert.Equal(LastAck, lab.KernelState(pair.KernelPort, pair.EnginePort));
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, Closed);
        Assert.Equal(TimeWait, lab.State(pair.Handle));
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    [Fact]
    public void LostFin_EngineRepeatsIt_CloseCompletes()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(11);
        int left = 2;
        lab.Gate.DropOutgoing(segment => left-- > 0);
        Close(lab, pair);
        lab.Await(pair.Handle, FinWait2);
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    [Theory]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFFFFFFFEu)]
    [InlineData(0xFFFFFFFDu)]
    [InlineData(0xFFFFFFF0u)]
    public void SequenceWrap_FinNearTheEnd_CloseCompletes(uint isn)
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.FixedIsn = true;
        options.Isn = isn;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(12);
        lab.Call((engine, now) => engine.Send(pair.Handle, _data, 0, 1, now));
        Assert.Equal(1, pair.Socket.Receive(_data));
        Close(lab, pair);
        lab.Await(pair.Handle, FinWait2);
        pair.Socket.Close();
        lab.Await(pair.Handle, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, TimeWait, Closed }, new[] { CloseWait, LastAck, Closed });
    }

    private static void Close(Lab lab, Pairing pair)
    {
        Assert.Equal(0, lab.Call((engine, now) => engine.Close(pair.Handle, now)));
    }

    private static void Read(Lab lab, Pairing pair, int count)
    {
        byte[] buffer = new byte[count];
        int taken = 0;
        Lab.WaitFor(
            () =>
            {
                int got = lab.Call((engine, now) => engine.Receive(pair.Handle, buffer, 0, count - taken, now));
                taken += got > 0 ? got : 0;
                return taken == count;
            },
            () => $"{taken} of {count} bytes arrived");
    }
}
