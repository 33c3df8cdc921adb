using NanoTcpClose.VirtualBoard;
using Xunit;
using static NanoTcpClose.TcpState;

namespace NanoTcpClose.KernelTests;

/// <summary>
/// RFC 7323 timestamps agreed with the kernel: every segment of a close carries them, and the close completes.
/// </summary>
public sealed class TimestampTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timestamps_AgreedWithTheKernel_AreOnEverySegmentOfTheClose(bool engineFirst)
    {
        Kernel.Require();
        CloseEngineOptions options = Lab.Quick();
        options.Timestamps = true;
        using Lab lab = new Lab(options);
        Pairing pair = lab.Open(engineFirst ? 60 : 61);
        int with = 0;
        int without = 0;
        lab.Gate.DropIncoming(segment => Count(segment, ref with, ref without));
        lab.Gate.DropOutgoing(segment => Count(segment, ref with, ref without));
        if (engineFirst)
        {
            lab.Call((engine, now) => engine.Close(pair.Handle, now));
            lab.Await(pair.Handle, FinWait2);
            pair.Socket.Close();
            lab.Await(pair.Handle, TimeWait);
        }
        else
        {
            pair.Socket.Close();
            lab.Await(pair.Handle, CloseWait);
            lab.Call((engine, now) => engine.Close(pair.Handle, now));
        }

        lab.Await(pair.Handle, Closed);
        lab.AwaitKernel(pair.KernelPort, pair.EnginePort, engineFirst ? Closed : TimeWait);
        Assert.True(with >= 4, $"{with} segments with timestamps");
        Assert.Equal(0, without);
    }

    private static bool Count(SegmentHeader segment, ref int with, ref int without)
    {
        with += segment.HasTimestamps ? 1 : 0;
        without += segment.HasTimestamps ? 0 : 1;
        return false;
    }
}
