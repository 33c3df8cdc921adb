// Invariant: a kind makes one close happen between a tracked socket and a plain one; every wait is bounded, none
// asserts a time.

using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Sockets;
using NanoTcpClose.VirtualBoard.Linux;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Plays every kind of close over real sockets.</summary>
internal sealed class ObservePlayer
{
    private const int WaitMs = 15000;

    private static readonly GracefulCloseOptions s_graceful = new GracefulCloseOptions { DrainMs = WaitMs };

    private readonly ObserveLab _lab;
    private readonly bool _gentle;

    /// <summary>Initializes the player.</summary>
    /// <param name="lab">Where to play.</param>
    /// <param name="gentle">Without those kinds that need the wire's own rule.</param>
    internal ObservePlayer(ObserveLab lab, bool gentle)
    {
        _lab = lab;
        _gentle = gentle;
    }

    internal static string[] Kinds { get; } = new[]
    {
        "active", "passive", "passive-unnoticed", "graceful", "half-close", "half-close-by-peer", "unread",
        "unread-after-fin", "unread-at-peer", "abort", "abort-after-fin", "peer-reset", "peer-reset-unnoticed",
        "peer-reset-after-fin",
        "data-after-close", "data-then-close", "peer-data-then-close", "race", "graceful-unread", "refused",
        "simultaneous", "three-segment", "lost-final-ack", "peer-killed",
    }.Concat(ObserveRaces.Kinds).ToArray();

    internal void Play(string kind, bool byPeer, Random dice)
    {
        if (kind == "refused")
        {
            Refused();
            return;
        }

        if (_gentle && kind is "simultaneous" or "three-segment" or "lost-final-ack")
        {
            kind = "active";
        }

        if (kind == "peer-killed")
        {
            PeerKilled();
            return;
        }

        (TrackedSocket board, Socket peer) = byPeer ? _lab.OpenByPeer(kind) : _lab.OpenByBoard(kind);
        using (peer)
        {
            Close(kind, board, peer, dice);
        }
    }

    private void Close(string kind, TrackedSocket board, Socket peer, Random dice)
    {
        switch (kind)
        {
            case "active":
                board.CloseNow();
                ReadToEnd(peer);
                peer.Close();
                break;
            case "passive":
                peer.Close();
                ReadToEnd(board);
                board.CloseNow();
                break;
            case "passive-unnoticed":
                peer.Close();
                Thread.Sleep(dice.Next(3));
                board.CloseNow();
                break;
            case "graceful":
                peer.Send(new byte[dice.Next(1, 2000)]);
                peer.Shutdown(SocketShutdown.Send);
                board.Close(s_graceful);
                ReadToEnd(peer);
                break;
            case "half-close":
                HalfClose(board, peer, dice);
                break;
            case "half-close-by-peer":
                peer.Shutdown(SocketShutdown.Send);
                ReadToEnd(board);
                board.Send(new byte[200], 0, 200);
                board.CloseNow();
                ReadToEnd(peer);
                break;
            default:
                CloseRoughly(kind, board, peer, dice);
                break;
        }
    }

    private void CloseRoughly(string kind, TrackedSocket board, Socket peer, Random dice)
    {
        switch (kind)
        {
            case "unread":
                peer.Send(new byte[100]);
                Unread(board);
                board.CloseNow();
                break;
            case "unread-after-fin":
                peer.Send(new byte[100]);
                peer.Shutdown(SocketShutdown.Send);
                _lab.LetKernel(board, TcpState.CloseWait);
                board.CloseNow();
                break;
            case "unread-at-peer":
                board.Send(new byte[100], 0, 100);
                Lab.WaitFor(() => peer.Available == 100, () => "the data did not arrive", WaitMs);
                peer.Close();
                AwaitReset(board);
                break;
            case "abort":
                board.Send(new byte[10], 0, 10);
                board.Abort();
                break;
            case "abort-after-fin":
                peer.Shutdown(SocketShutdown.Send);
                ReadToEnd(board);
                board.Abort();
                break;
            case "peer-reset":
                Reset(peer);
                AwaitReset(board);
                break;
            case "peer-reset-unnoticed":
                Reset(peer);
                _lab.LetKernel(board, TcpState.Closed);
                board.CloseNow();
                break;
            case "peer-reset-after-fin":
                peer.Shutdown(SocketShutdown.Send);
                ReadToEnd(board);
                Reset(peer);
                _lab.LetKernel(board, TcpState.Closed);
                board.CloseNow();
                break;
            default:
                CloseWithData(kind, board, peer, dice);
                break;
        }
    }

    private void CloseWithData(string kind, TrackedSocket board, Socket peer, Random dice)
    {
        switch (kind)
        {
            case "data-after-close":
                board.CloseNow();
                TrySend(peer, 50);
                ReadToEnd(peer);
                break;
            case "data-then-close":
                int count = dice.Next(1, 9000);
                board.Send(new byte[count], 0, count);
                board.CloseNow();
                ReadToEnd(peer);
                break;
            case "peer-data-then-close":
                peer.Send(new byte[dice.Next(1, 9000)]);
                peer.Close();
                ReadToEnd(board);
                board.CloseNow();
                break;
            case "race":
                Thread rival = new Thread(peer.Close);
                rival.Start();
                board.CloseNow();
                rival.Join();
                break;
            case "graceful-unread":
                peer.Send(new byte[300]);
                Unread(board);
                rival = new Thread(() => EndAfterFin(peer));
                rival.Start();
                board.Close(s_graceful);
                rival.Join();
                break;
            default:
                CloseByRule(kind, board, peer, dice);
                break;
        }
    }

    /// <summary>Kinds for which the wire must lose or hold packets of this one connection.</summary>
    private void CloseByRule(string kind, TrackedSocket board, Socket peer, Random dice)
    {
        if (ObserveRaces.Kinds.Contains(kind))
        {
            ObserveRaces.Play(kind, _lab, board, peer, dice);
            return;
        }

        ObserveCase one = _lab.CaseOf(board);
        bool lost = false;
        bool cutOff = kind == "simultaneous";
        bool Mine(SegmentHeader s, bool outbound) => (outbound ? s.SourcePort : s.DestinationPort) == one.BoardPort
            && (outbound ? s.DestinationPort : s.SourcePort) == one.PeerPort;
        bool closed = false;
        _lab.Wire.Rule((outbound, s) =>
        {
            bool fin = (s.Flags & TcpFlags.Fin) != 0;
            if (!Mine(s, outbound))
            {
                return WireFate.Pass;
            }

            switch (kind)
            {
                case "simultaneous":
                    return Volatile.Read(ref cutOff) ? WireFate.Hold : WireFate.Pass;
                case "three-segment":
                    return !outbound && !fin ? WireFate.Drop : WireFate.Pass;
                default:
                    bool first = outbound && !fin && Volatile.Read(ref closed) && !lost;
                    lost |= first;
                    return first ? WireFate.Drop : WireFate.Pass;
            }
        });
        try
        {
            board.CloseNow();
            if (kind != "simultaneous")
            {
                ReadToEnd(peer);
            }

            if (kind == "lost-final-ack")
            {
                _lab.AwaitKernelCase(one, TcpState.FinWait2);
            }

            Volatile.Write(ref closed, true);
            peer.Close();
            Volatile.Write(ref cutOff, false);
            _lab.Wire.Release();
            _lab.AwaitKernelCase(one, TcpState.TimeWait);
            bool done = kind != "lost-final-ack";
            Lab.WaitFor(() => done || Volatile.Read(ref lost), () => "no final ACK was sent", WaitMs);
        }
        finally
        {
            _lab.Wire.Rule(null);
            _lab.Wire.Release();
        }
    }

    private void HalfClose(TrackedSocket board, Socket peer, Random dice)
    {
        Assert.Equal(HalfCloseResult.Done, board.ShutdownWrite());
        ReadToEnd(peer);
        byte[] buffer = new byte[4096];
        for (int round = 0; round < 2; round++)
        {
            int count = dice.Next(1, 3000);
            peer.Send(new byte[count]);
            for (int taken = 0; taken < count;)
            {
                int got = board.Receive(buffer, 0, buffer.Length, WaitMs);
                Assert.True(got > 0, $"half-close: {got}");
                taken += got;
            }
        }

        peer.Close();
        ReadToEnd(board);
        board.CloseNow();
    }

    private void Refused()
    {
        TrackedSocket board = _lab.Wire.Board.Run(() => new TrackedSocket(_lab.Monitor));
        int result = board.Connect(new IPEndPoint(_lab.PeerAddress, 4), WaitMs);
        Assert.Equal((int)CallResult.Refused, result);
        _lab.Add("refused", board, board.LocalPort, 4);
    }

    /// <summary>A process of its own as the peer; the kernel closes for it when it is killed.</summary>
    private void PeerKilled()
    {
        using Process peer = _lab.StartPeer("peer-killed", out TrackedSocket board);
        board.Send(new byte[5], 0, 5);
        peer.Kill();
        peer.WaitForExit();
        byte[] buffer = new byte[64];
        int got = board.Receive(buffer, 0, buffer.Length, WaitMs);
        Assert.True(got < 0, $"peer-killed: {got}");
        board.CloseNow();
    }

    private static void EndAfterFin(Socket peer)
    {
        ReadToEnd(peer);
        peer.Close();
    }

    private static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Close();
    }

    private static void TrySend(Socket peer, int count)
    {
        try
        {
            peer.Send(new byte[count]);
        }
        catch (SocketException)
        {
            // The board's RST was faster.
        }
    }

    private static void Unread(TrackedSocket board)
    {
        Lab.WaitFor(() => board.Probe() == PeerCondition.DataWaiting, () => "no data came", WaitMs);
    }

    /// <summary>A user who reads, is told of the reset and closes.</summary>
    private static void AwaitReset(TrackedSocket board)
    {
        byte[] buffer = new byte[64];
        for (int tries = 0; tries < 20 && board.Receive(buffer, 0, 64, 100) != (int)CallResult.Reset; tries++)
        {
            // A RST is sent once: over a bad line it may never come.
        }

        board.CloseNow();
    }

    private static void ReadToEnd(TrackedSocket board)
    {
        byte[] buffer = new byte[4096];
        int got;
        while ((got = board.Receive(buffer, 0, buffer.Length, WaitMs)) > 0)
        {
            // Read on.
        }

        Assert.Equal((int)CallResult.EndOfData, got);
    }

    private static void ReadToEnd(Socket peer)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (peer.Receive(buffer) > 0)
            {
                // Read on.
            }
        }
        catch (SocketException)
        {
            // A reset is an end as well.
        }
    }
}
