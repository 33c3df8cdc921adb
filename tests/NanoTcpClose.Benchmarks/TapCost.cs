// Invariant: cost is CPU time of the whole process, kernel included, with the tap less that without it, for the same
// traffic.

using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.Benchmarks;

/// <summary>What the segment tap costs: alone, on small segments, and on bulk traffic over loopback.</summary>
internal sealed class TapCost : ISocketClock
{
    private const int Rounds = 5;
    private const int SmallSegments = 100_000;
    private const int BulkMegabytes = 512;
    private const int SegmentsPerMegabyte = 719;
    private const int Loops = 3_000_000;

    private readonly byte[] _buffer = new byte[1 << 16];

    public long NowMicroseconds => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public int Run()
    {
        Observer("copy of a connection that nobody tracks", false);
        Observer("copy of a tracked connection, 1,460 bytes, checksum verified", true);
        SocketMonitor monitor = new(this, null!, new object(), 16, StackProfile.Linux(), 1, false);
        if (!monitor.Observe(IPAddress.Loopback, TapMode.Always, false))
        {
            Console.Error.WriteLine("--- " + SegmentTap.PermissionHint);
            return 2;
        }

        monitor.StopObserving();
        Small(monitor);
        Bulk(monitor);
        return 0;
    }

    private static void Observer(string name, bool tracked)
    {
        CloseObserver observer = new(StackProfile.Linux(), 16, 1, 1, true, null!, null!) { TapOpen = true };
        SegmentHeader header = new() { Source = 2, Destination = 1, SourcePort = 80, DestinationPort = 9 };
        header.Flags = TcpFlags.Ack;
        header.Seq = 1;
        header.Ack = 1;
        header.PayloadLength = 1460;
        byte[] packet = new byte[1600];
        int length = SegmentCodec.Build(packet, header, 1);
        observer.Connected(observer.Connecting(1, 9, 2, 80, 1), 1);
        double best = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            long start = Clock.Now;
            for (int k = 0; k < Loops; k++)
            {
                if (observer.Wants(2, tracked ? 80 : 81, 9))
                {
                    observer.SegmentArrives(packet, 0, length, k);
                }
            }

            best = Math.Min(best, Clock.Nanoseconds(Clock.Now - start) / Loops);
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
        }

        Write($"{name}: {best:F0} ns, {allocated} bytes allocated in {Loops:N0}");
    }

    private void Small(SocketMonitor monitor)
    {
        double best = double.MaxValue;
        double bytes = 0;
        double seen = 0;
        for (int round = 0; round < Rounds; round++)
        {
            (double without, _) = Cost(monitor, false, PingPong);
            uint before = monitor.Tap.Seen;
            (double with, long allocated) = Cost(monitor, true, PingPong);
            seen = monitor.Tap.Seen - before;
            if ((with - without) / seen < best)
            {
                best = (with - without) / seen;
                bytes = allocated / seen;
            }
        }

        Write($"tap open, small segments over loopback: {best * 1e6:F0} ns CPU a segment, kernel's copy included");
        Write($"  seen by the tap: {seen:N0}");
        Write($"  allocated by the whole process while it ran: {bytes:F3} bytes a segment");
        Write($"  bulk in segments of 1,460 bytes: {best * SegmentsPerMegabyte:F2} ms CPU a MB, from the figure above");
    }

    private void Bulk(SocketMonitor monitor)
    {
        double[] with = new double[Rounds];
        double[] without = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            (without[round], _) = Cost(monitor, false, Stream);
            (with[round], _) = Cost(monitor, true, Stream);
        }

        Array.Sort(with);
        Array.Sort(without);
        double more = (with[Rounds / 2] - without[Rounds / 2]) / BulkMegabytes;
        double alone = without[Rounds / 2] / BulkMegabytes;
        Write($"tap open, bulk over loopback in segments of up to 64 KB: {more:F3} ms CPU a MB more than {alone:F3}");
    }

    /// <summary>CPU milliseconds of the process and bytes it allocated.</summary>
    private (double Ms, long Bytes) Cost(SocketMonitor monitor, bool tap, Action<Socket, Socket> traffic)
    {
        if (tap)
        {
            monitor.Observe(IPAddress.Loopback, TapMode.Always, false);
        }

        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        one.Connect(listener.LocalEndPoint!);
        using Socket other = listener.Accept();
        other.NoDelay = true;
        using Process self = Process.GetCurrentProcess();
        TimeSpan start = self.TotalProcessorTime;
        long bytes = GC.GetTotalAllocatedBytes(true);
        traffic(one, other);
        monitor.Tap.Drain();
        bytes = GC.GetTotalAllocatedBytes(true) - bytes;
        self.Refresh();
        double ms = (self.TotalProcessorTime - start).TotalMilliseconds;
        monitor.StopObserving();
        return (ms, bytes);
    }

    private void PingPong(Socket one, Socket other)
    {
        for (int k = 0; k < SmallSegments / 4; k++)
        {
            one.Send(_buffer, 0, 64, SocketFlags.None);
            other.Receive(_buffer, 0, 64, SocketFlags.None);
            other.Send(_buffer, 0, 64, SocketFlags.None);
            one.Receive(_buffer, 0, 64, SocketFlags.None);
        }
    }

    private void Stream(Socket one, Socket other)
    {
        Thread sender = new(() =>
        {
            byte[] data = new byte[1 << 16];
            for (int k = 0; k < BulkMegabytes * 16; k++)
            {
                one.Send(data);
            }
        });
        sender.Start();
        long left = BulkMegabytes * (1L << 20);
        while (left > 0)
        {
            left -= other.Receive(_buffer);
        }

        sender.Join();
    }

    private static void Write(FormattableString line)
    {
        Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
