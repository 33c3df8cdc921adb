using System;
using System.Net;
using System.Threading;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.Tests.Sockets;

public sealed class SegmentTapTests : ISegmentSink
{
    private int _port;
    private int _segments;
    private int _fins;

    bool ISegmentSink.Wants(uint source, int sourcePort, int targetPort) =>
        source == 0x7F000001 && targetPort == Volatile.Read(ref _port);

    bool ISegmentSink.MayClose() => false;

    void ISegmentSink.Segment(byte[] datagram, int length)
    {
        var header = new SegmentHeader();

        // Loopback leaves checksums to hardware that is not there.
        if (SegmentCodec.Parse(datagram, 0, length, header, false) == ParseResult.Ok)
        {
            _segments++;
            _fins += header.Flags & TcpFlags.Fin;
        }
    }

    [Fact]
    public void Tap_SeesTheSegmentsOfAConnection_AndSkipsTheRest()
    {
        var tap = new SegmentTap(this, 65536);
        if (!tap.Open(IPAddress.Loopback))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", SegmentTap.PermissionHint);
            Assert.Skip(SegmentTap.PermissionHint);
        }

        try
        {
            using var pair = new SocketPair();
            Volatile.Write(ref _port, ((IPEndPoint)pair.Peer.LocalEndPoint!).Port);
            pair.Tracked.Send(new byte[10], 0, 10);
            pair.Tracked.Close(new GracefulCloseOptions { DrainMs = 50 });
            BoardAppTests.Wait(() => Volatile.Read(ref _fins) == 1);
        }
        finally
        {
            tap.Close();
            tap.Close();
        }

        Assert.True(_segments >= 2);
        Assert.True(tap.Skipped >= 1, "the other direction shows on loopback and nobody wants it");
        Assert.Equal(0u, tap.Malformed);
    }
}
