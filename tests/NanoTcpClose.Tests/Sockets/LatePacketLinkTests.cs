using NanoTcpClose.App;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class LatePacketLinkTests
{
    [Fact]
    public void BeforeItOpens_NothingPasses_AndAfterwardsEverythingDoes()
    {
        var link = new LatePacketLink();
        var real = new CountingLink();
        Assert.False(link.Send([1], 1));
        Assert.Equal(0, link.Receive(new byte[4], 1));
        link.Open(real);
        Assert.True(link.Send([1, 2], 2));
        Assert.Equal(7, link.Receive(new byte[4], 1));
        Assert.Equal(2, real.SentBytes);
    }

    private sealed class CountingLink : IPacketLink
    {
        internal int SentBytes { get; private set; }

        public bool Send(byte[] datagram, int length)
        {
            SentBytes += length;
            return true;
        }

        public int Receive(byte[] buffer, int timeoutMs) => 7;
    }
}
