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
