// Invariant: the limit of descriptors is this process's own, so this class runs while no other test does, and the limit
// is put back whatever happens.

using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>As many descriptors as the monitor has slots: the alarm comes before the kernel refuses a socket.</summary>
[CollectionDefinition(nameof(ObserveDescriptorTests), DisableParallelization = true)]
[Collection(nameof(ObserveDescriptorTests))]
public sealed class ObserveDescriptorTests
{
    private const int Slots = 16;
    private const int DescriptorLimit = 7;
    private const int WaitMs = 15000;

    [Fact]
    public void DescriptorsRunOut_TheAlarmComesFirst_ThenAcceptFails_AndACloseMakesRoom()
    {
        Kernel.Require();
        using ObserveLab lab = new ObserveLab(Slots);
        List<(int Free, int Open)> alarms = new List<(int, int)>();
        List<TrackedSocket> open = new List<TrackedSocket>();
        List<Socket> peers = new List<Socket>();
        while (peers.Count < Slots + 2)
        {
            peers.Add(lab.Wire.Peer.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)));
        }

        // What the runtime loads for a first connection and for a failure it loads before the limit.
        Open(lab, peers[^1])!.Abort();
        Action warm = () => throw new SocketException((int)SocketError.TooManyOpenSockets);
        Assert.Throws<SocketException>(warm);
        lab.Monitor.SlotsLow += (free, _) => alarms.Add((free, open.Count));
        TrackedSocket? last = null;
        Limits usual = Limits.Get();
        try
        {
            new Limits { Soft = LimitThatLeaves(Slots), Hard = usual.Hard }.Set();
            while (open.Count <= Slots && (last = Open(lab, peers[open.Count])) != null)
            {
                open.Add(last);
            }

            Assert.Null(last);
            open[0].Abort();
            last = lab.Listener.Accept(WaitMs);
        }
        finally
        {
            usual.Set();
        }

        Assert.Equal(Slots, open.Count);
        Assert.Equal(new[] { (1, Slots - 2), (0, Slots - 1) }, alarms.Take(2));
        Assert.NotNull(last);
        open[0] = last;
        Assert.All(open, board => Assert.Equal(TcpState.Established, board.State));
        open.ForEach(board => board.Abort());
        peers.ForEach(peer => peer.Dispose());
        Assert.Equal(Slots, lab.Monitor.FreeSlots);
    }

    /// <summary>A connection that takes one more descriptor; null when there is none.</summary>
    private static TrackedSocket? Open(ObserveLab lab, Socket peer)
    {
        peer.Connect(new IPEndPoint(lab.BoardAddress, ObserveLab.BoardPort));
        return lab.Listener.Accept(WaitMs);
    }

    /// <summary>The limit below which so many numbers of descriptors are free.</summary>
    private static ulong LimitThatLeaves(int free)
    {
        HashSet<int> used = Directory.GetFileSystemEntries("/proc/self/fd")
            .Select(path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        int limit = 0;
        while (free > 0)
        {
            free -= used.Contains(limit++) ? 0 : 1;
        }

        return (ulong)limit;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;

        public static Limits Get()
        {
            Check(getrlimit(DescriptorLimit, out Limits limits));
            return limits;
        }

        public readonly void Set()
        {
            Check(setrlimit(DescriptorLimit, in this));
        }

        private static void Check(int result)
        {
            if (result != 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }

        [DllImport("libc", SetLastError = true)]
        private static extern int getrlimit(int resource, out Limits limits);

        [DllImport("libc", SetLastError = true)]
        private static extern int setrlimit(int resource, in Limits limits);
    }
}
