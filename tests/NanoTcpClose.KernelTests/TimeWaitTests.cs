using System.Net;
using System.Net.Sockets;
using NanoTcpClose.VirtualBoard;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>A new SYN that meets TIME-WAIT, both ways round (RFC 9293 3.6.1, RFC 6191).</summary>
public sealed class TimeWaitTests
{
    [Fact]
    public void NewSyn_IntoTheKernelsTimeWait_IsAccepted()
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.FixedIsn = true;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(20);
        pair.Socket.Close();
        lab.Await(pair.Handle, CloseWait);
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, TimeWait);
        lab.Await(pair.Handle, Closed);
        int again = lab.Call((engine, now) =>
            engine.Connect(KernelPeer.KernelAddress, pair.KernelPort, pair.EnginePort, now));
        lab.Await(again, Established);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, Established);
    }

    [Fact]
    public void NewSyn_IntoTheEnginesTimeWait_IsAccepted()
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.MslMs = 20000;
        using Lab lab = new Lab(options);
        lab.Call((engine, now) => engine.Listen(7777));
        int first = Dial(lab, out Socket socket);
        lab.Call((engine, now) => engine.Close(first, now));
        lab.Await(first, FinWait2);
        socket.Close();
        lab.Await(first, TimeWait);
        int second = Dial(lab, out Socket next);
        Assert.NotEqual(first, second);
        Assert.Equal(Established, lab.State(second));
        next.Dispose();
    }

    private static int Dial(Lab lab, out Socket socket)
    {
        socket = lab.Peer.NewSocket();
        socket.Bind(new IPEndPoint(IPAddress.Any, Lab.FirstPort + 21));
        socket.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 7777));
        int handle = 0;
        Lab.WaitFor(
            () => (handle = lab.Call((engine, now) => engine.Accept(7777))) > 0,
            () => "the engine accepted no connection");
        return handle;
    }
}
