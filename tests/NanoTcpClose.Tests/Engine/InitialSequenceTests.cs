using Xunit;

namespace NanoTcpClose.Tests.Engine;

/// <summary>Initial sequence numbers by RFC 6528: a clock of 4 microseconds and a keyed hash of the 4-tuple.</summary>
public sealed class InitialSequenceTests
{
    private const uint Local = 0x03020100;
    private const uint Remote = 0x07060504;
    private const int LocalPort = 0x0B0A;
    private const int RemotePort = 0x0908;

    /// <summary>HalfSipHash-2-4, key 00..07, message 00..0B; the algorithm's authors publish 57 F0 87 2F.</summary>
    private const uint Known = 0x2F87F057;

    [Fact]
    public void Isn_KnownKeyAndTuple_IsThePublishedHash()
    {
        Assert.Equal(Known, Isn(0, Remote, RemotePort, 0x07060504));
    }

    [Theory]
    [InlineData(4L, 1u)]
    [InlineData(4_000_000L, 1_000_000u)]
    [InlineData(4L << 32, 0u)]
    public void Isn_TimePasses_MovesOnByOneEachFourMicroseconds(long now, uint steps)
    {
        Assert.Equal(Known + steps, Isn(now, Remote, RemotePort, 0x07060504));
    }

    [Fact]
    public void Isn_AnotherPeerPortOrSecret_IsFarAway()
    {
        Assert.NotEqual(Known, Isn(0, Remote + 1, RemotePort, 0x07060504));
        Assert.NotEqual(Known, Isn(0, Remote, RemotePort + 1, 0x07060504));
        Assert.NotEqual(Known, Isn(0, Remote, RemotePort, 0x07060505));
    }

    private static uint Isn(long now, uint remote, int remotePort, uint secret1)
    {
        var wire = new Wire();
        var options = new CloseEngineOptions { Secret0 = 0x03020100, Secret1 = secret1 };
        var engine = new CloseEngine(options, Local, wire, null!, now);
        Assert.True(engine.Connect(remote, remotePort, LocalPort, now) > 0);
        var header = new SegmentHeader();
        byte[] syn = wire.Sent.Dequeue();
        Assert.Equal(ParseResult.Ok, SegmentCodec.Parse(syn, 0, syn.Length, header, true));
        return header.Seq;
    }
}
