using System;
using System.Net;
using System.Net.Sockets;
using NanoTcpClose.VirtualBoard;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>The kernel's own numbers at the wrap: its socket is put there by TCP_REPAIR.</summary>
public sealed class KernelWrapTests
{
    private const int TcpLevel = 6;
    private const int Repair = 19;
    private const int RepairQueue = 20;
    private const int QueueSeq = 21;
    private const int ReceiveQueue = 1;
    private const int SendQueue = 2;
    private const int KernelPort = Lab.FirstPort + 70;
    private const int EnginePort = 40070;
    private const uint EngineSeq = 0xFFFFFFFE;

    [Theory]
    [InlineData(0xFFFFFFFFu, 0)]
    [InlineData(0xFFFFFFFEu, 1)]
    [InlineData(0xFFFFFFF0u, 100)]
    [InlineData(0x7FFFFFFFu, 5)]
    public void KernelFin_AcrossTheWrap_CloseCompletes(uint kernelSeq, int bytes)
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        int handle = Place(lab, kernelSeq);
        using Socket socket = Repaired(lab, kernelSeq);
        Lab.WaitFor(
            () => lab.KernelState(KernelPort, EnginePort) == Established,
                () => "the repaired socket is not ESTABLISHED");
        if (bytes > 0)
        {
            Assert.Equal(bytes, socket.Send(new byte[bytes]));
            byte[] buffer = new byte[bytes];
            Lab.WaitFor(() => lab.Call((engine, now) => engine.Unread(handle)) == bytes,
                () => "the data did not arrive");
            Assert.Equal(bytes, lab.Call((engine, now) => engine.Receive(handle, buffer, 0, bytes, now)));
        }

        socket.Close();
        lab.Await(handle, CloseWait);
        Assert.Equal(kernelSeq + (uint)bytes + 1, (uint)lab.Call((engine, now) => (int)engine.RcvNxt(handle)));
        lab.Call((engine, now) => engine.Close(handle, now));
        lab.Await(handle, Closed);
        lab.AwaitKernel(KernelPort, EnginePort, TimeWait);
    }

    private static int Place(Lab lab, uint kernelSeq)
    {
        EngineFixture fixture = new EngineFixture
        {
            State = Established,
            RemoteAddress = KernelPeer.KernelAddress,
            RemotePort = KernelPort,
            LocalPort = EnginePort,
            SndNxt = EngineSeq,
            RcvNxt = kernelSeq,
            RcvWnd = 1024,
            Mss = 536,
        };
        return lab.Call((engine, now) => engine.Place(fixture, now));
    }

    private static Socket Repaired(Lab lab, uint kernelSeq)
    {
        Socket socket = lab.Peer.NewSocket();
        socket.Bind(new IPEndPoint(Address(KernelPeer.KernelAddress), KernelPort));
        Set(socket, Repair, 1);
        Set(socket, RepairQueue, SendQueue);
        Set(socket, QueueSeq, unchecked((int)kernelSeq));
        Set(socket, RepairQueue, ReceiveQueue);
        Set(socket, QueueSeq, unchecked((int)EngineSeq));
        socket.Connect(new IPEndPoint(Address(Lab.EngineAddress), EnginePort));

        // Leaving repair mode sends a window probe; the engine's answer opens the window.
        Set(socket, Repair, 0);
        return socket;
    }

    private static void Set(Socket socket, int option, int value)
    {
        socket.SetRawSocketOption(TcpLevel, option, BitConverter.GetBytes(value));
    }

    private static IPAddress Address(uint address)
    {
        return new IPAddress(new[] { (byte)(address >> 24), (byte)(address >> 16), (byte)(address >> 8),
            (byte)address });
    }
}
