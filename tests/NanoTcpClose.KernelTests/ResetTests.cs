using System.Net.Sockets;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>
/// Closes that must end in a RST of ours (RFC 9293 3.6.1, RFC 1122 4.2.2.13), as the kernel sees them.
/// </summary>
public sealed class ResetTests
{
    private readonly byte[] _data = new byte[200];

    [Fact]
    public void UnreadData_EngineClosesOverIt_KernelIsReset()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(50);
        Assert.Equal(50, pair.Socket.Send(_data, 50, SocketFlags.None));
        Lab.WaitFor(
            () => lab.Call((engine, now) => engine.Unread(pair.Handle)) == 50, () => "the data did not arrive");
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        Assert.Equal(Closed, lab.State(pair.Handle));
        Assert.Throws<SocketException>(() => pair.Socket.Receive(_data));
        lab.AssertPaths(pair, new[] { Closed }, new[] { Closed });
    }

    [Fact]
    public void LingerZero_EngineCloses_KernelIsReset()
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.LingerMs = 0;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(51);
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        Assert.Throws<SocketException>(() => pair.Socket.Receive(_data));
        lab.AssertPaths(pair, new[] { Closed }, new[] { Closed });
    }

    [Fact]
    public void DataAfterFullClose_KernelSendsOn_KernelIsReset()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(52);
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        lab.Await(pair.Handle, FinWait2);
        Assert.Equal(0, pair.Socket.Receive(_data));
        pair.Socket.Send(_data);
        lab.Await(pair.Handle, Closed);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, FinWait2, Closed }, new[] { CloseWait, Closed });
        pair.Socket.Dispose();
    }

    [Fact]
    public void LingerTime_KernelNeverAnswers_EngineAbortsInTime()
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.LingerMs = 200;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(53);
        lab.Gate.DropIncoming(segment => true);
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        lab.Await(pair.Handle, Closed);
        lab.Gate.DropIncoming(null);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, Closed);
        lab.AssertPaths(pair, new[] { FinWait1, Closed }, new[] { CloseWait, Closed });
        pair.Socket.Dispose();
    }
}
