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
    private bool _counts;
    private int _thread;
    private long _first;
    private long _allocated;

    bool ISegmentSink.Wants(uint source, int sourcePort, int targetPort) =>
        source == 0x7F000001 && targetPort == Volatile.Read(ref _port);

    bool ISegmentSink.MayClose() => false;

    void ISegmentSink.Segment(byte[] datagram, int length)
    {
        if (_counts)
        {
            Count();
            return;
        }

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

    [Fact]
    public void Tap_ThousandsOfSegments_AllocatesNothingPerSegment()
    {
        const int Rounds = 5000;
        const int Warm = 500;
        _counts = true;
        var tap = new SegmentTap(this, 65536);
        if (!tap.Open(IPAddress.Loopback))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", SegmentTap.PermissionHint);
            Assert.Skip(SegmentTap.PermissionHint);
        }

        try
        {
            using var pair = new SocketPair();
            byte[] data = new byte[64];
            pair.Peer.NoDelay = true;
            Volatile.Write(ref _port, pair.Tracked.LocalPort);
            for (int k = 0; k < Rounds; k++)
            {
                pair.Peer.Send(data);
                Assert.Equal(64, pair.Tracked.Receive(data, 0, 64, 5000));
                if (k == Warm)
                {
                    BoardAppTests.Wait(() => Volatile.Read(ref _segments) >= Warm);
                    Volatile.Write(ref _thread, 0);
                }
            }

            BoardAppTests.Wait(() => Volatile.Read(ref _segments) >= Rounds);
        }
        finally
        {
            tap.Close();
        }

        Assert.NotEqual(0, _thread);
        Assert.Equal(0, _allocated);
        Assert.Equal(0u, tap.Malformed);
    }

    /// <summary>On the tap's own thread, between its reads: what it allocated since the first segment that counts.</summary>
    private void Count()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        if (Volatile.Read(ref _thread) != Environment.CurrentManagedThreadId)
        {
            Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
            _first = now;
        }

        _allocated = now - _first;
        Interlocked.Increment(ref _segments);
    }
}
