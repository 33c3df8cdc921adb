using NanoTcpClose.VirtualBoard;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>Challenge ACKs of RFC 5961, the kernel's to us and ours into a connection of the kernel.</summary>
public sealed class ChallengeTests
{
    private const int HeaderRoom = 60;

    [Fact]
    public void ResetInsideTheWindow_SentToTheKernel_IsChallenged()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(30);
        int challenges = 0;
        lab.Gate.DropIncoming(segment =>
        {
            challenges += segment.Flags == TcpFlags.Ack ? 1 : 0;
            return false;
        });
        lab.Call((engine, now) => Forge(lab, engine.SndNxt(pair.Handle) + 5, pair, TcpFlags.Rst, true));
        Lab.WaitFor(() => challenges > 0, () => "the kernel sent no challenge ACK");
        Assert.Equal(Established, lab.KernelState(pair.KernelPort, pair.EnginePort));
        Assert.Equal(Established, lab.State(pair.Handle));
        pair.Socket.Dispose();
    }

    [Fact]
    public void ResetInsideTheWindow_SentToTheEngine_IsChallenged()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(31);
        int challenges = 0;
        lab.Gate.DropOutgoing(segment =>
        {
            challenges += segment.Flags == TcpFlags.Ack ? 1 : 0;
            return false;
        });
        lab.Call((engine, now) => Forge(lab, engine.RcvNxt(pair.Handle) + 5, pair, TcpFlags.Rst, false));
        Assert.Equal(1, challenges);
        Assert.Equal(Established, lab.State(pair.Handle));
        Assert.Equal(Established, lab.KernelState(pair.KernelPort, pair.EnginePort));
        pair.Socket.Dispose();
    }

    [Fact]
    public void SynInAConnection_SentToTheKernel_IsChallenged()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(32);
        int challenges = 0;
        lab.Gate.DropIncoming(segment =>
        {
            challenges += segment.Flags == TcpFlags.Ack ? 1 : 0;
            return false;
        });
        lab.Call((engine, now) => Forge(lab, engine.SndNxt(pair.Handle), pair, TcpFlags.Syn, true));
        Lab.WaitFor(() => challenges > 0, () => "the kernel sent no challenge ACK");
        Assert.Equal(Established, lab.KernelState(pair.KernelPort, pair.EnginePort));
        Assert.Equal(Established, lab.State(pair.Handle));
        pair.Socket.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(70000)]
    public void SynInAConnection_SentToTheEngine_IsChallenged(int distance)
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(33);
        int challenges = 0;
        lab.Gate.DropOutgoing(segment =>
        {
            challenges += segment.Flags == TcpFlags.Ack ? 1 : 0;
            return false;
        });
        lab.Call((engine, now) =>
            Forge(lab, engine.RcvNxt(pair.Handle) + (uint)distance, pair, TcpFlags.Syn, false));
        Assert.Equal(1, challenges);
        Assert.Equal(Established, lab.State(pair.Handle));
        Assert.Equal(Established, lab.KernelState(pair.KernelPort, pair.EnginePort));
        pair.Socket.Dispose();
    }

    [Fact]
    public void OldSyn_IntoTheEnginesTimeWait_TheKernelsResetClearsTheEntry()
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.MslMs = 20000;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(34);
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        lab.Await(pair.Handle, FinWait2);
        pair.Socket.Close();
        lab.Await(pair.Handle, TimeWait);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, Closed);

        // The kernel knows nothing of the connection any more: it answers our challenge with an exact RST.
        lab.Call((engine, now) => Forge(lab, engine.RcvNxt(pair.Handle) - 9000, pair, TcpFlags.Syn, false));
        lab.Await(pair.Handle, Closed);
    }

    [Fact]
    public void OldSyn_IntoTheKernelsTimeWait_IsAnsweredByAnAck()
    {
        Kernel.Require();
        using Lab lab = new Lab(Lab.Quick());
        Pairing pair = lab.Open(35);
        pair.Socket.Close();
        lab.Await(pair.Handle, CloseWait);
        uint next = (uint)lab.Call((engine, now) => (int)engine.SndNxt(pair.Handle));
        lab.Call((engine, now) => engine.Close(pair.Handle, now));
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, TimeWait);
        lab.Await(pair.Handle, Closed);
        int answers = 0;
        lab.Gate.DropIncoming(segment =>
        {
            answers += segment.Flags == TcpFlags.Ack ? 1 : 0;
            return true;
        });
        lab.Call((engine, now) => Forge(lab, next - 9000, pair, TcpFlags.Syn, true));
        Lab.WaitFor(() => answers > 0, () => "the kernel did not answer");
        Assert.Equal(TimeWait, lab.KernelState(pair.KernelPort, pair.EnginePort));
    }

    private static int Forge(Lab lab, uint seq, Pairing pair, int flags, bool toKernel)
    {
        SegmentHeader header = new SegmentHeader
        {
            Source = toKernel ? Lab.EngineAddress : KernelPeer.KernelAddress,
            Destination = toKernel ? KernelPeer.KernelAddress : Lab.EngineAddress,
            SourcePort = toKernel ? pair.EnginePort : pair.KernelPort,
            DestinationPort = toKernel ? pair.KernelPort : pair.EnginePort,
            Seq = seq,
            Flags = flags,
        };
        byte[] packet = new byte[HeaderRoom];
        int length = SegmentCodec.Build(packet, header, 1);
        if (toKernel)
        {
            lab.Transmit(packet, length);
        }
        else
        {
            lab.Inject(packet, length);
        }

        return length;
    }
}
