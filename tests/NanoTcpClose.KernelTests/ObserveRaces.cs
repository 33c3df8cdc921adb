// Invariant: which of the two sides is first is left to the machine; every outcome is a right one.

using System;
using System.Net.Sockets;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.KernelTests;

/// <summary>Closes in which both sides act at the same moment, or the peer unnoticed.</summary>
internal static class ObserveRaces
{
    private const int WaitMs = 15000;

    internal static string[] Kinds { get; } =
    {
        "race-half-close", "race-data", "race-reset", "reset-after-fin-unnoticed", "half-close-abort", "half-close-unread",
    };

    internal static void Play(string kind, ObserveLab lab, TrackedSocket board, Socket peer, Random dice)
    {
        switch (kind)
        {
            case "race-half-close":
                Against(() => EndWith(peer, dice.Next(2) * 100), () => board.ShutdownWrite());
                Drain(board);
                board.CloseNow();
                break;
            case "race-data":
                Against(() => EndWith(peer, 100), () => board.CloseNow());
                break;
            case "race-reset":
                Against(() => Reset(peer), () => board.CloseNow());
                break;
            case "reset-after-fin-unnoticed":
                peer.Shutdown(SocketShutdown.Send);
                lab.LetKernel(board, TcpState.CloseWait);
                Reset(peer);
                lab.LetKernel(board, TcpState.Closed);
                board.CloseNow();
                break;
            case "half-close-abort":
                board.ShutdownWrite();
                lab.LetKernel(board, TcpState.FinWait2);
                board.Abort();
                break;
            case "half-close-unread":
                board.ShutdownWrite();
                lab.LetKernel(board, TcpState.FinWait2);
                peer.Send(new byte[100]);
                Lab.WaitFor(() => board.Probe() == PeerCondition.DataWaiting, () => "no data came", WaitMs);
                board.CloseNow();
                break;
            default:
                throw new ArgumentException($"no kind {kind}: see {nameof(ObservePlayer)}.{nameof(ObservePlayer.Kinds)}");
        }
    }

    private static void Against(Action peer, Action board)
    {
        Thread rival = new Thread(() => peer());
        rival.Start();
        board();
        rival.Join();
    }

    private static void EndWith(Socket peer, int count)
    {
        try
        {
            peer.Send(new byte[count]);
        }
        catch (SocketException)
        {
            // The board's RST was faster.
        }

        peer.Close();
    }

    private static void Reset(Socket peer)
    {
        peer.LingerState = new LingerOption(true, 0);
        peer.Close();
    }

    private static void Drain(TrackedSocket board)
    {
        byte[] buffer = new byte[4096];
        while (board.Receive(buffer, 0, buffer.Length, WaitMs) > 0)
        {
            // Read on, to the end or a reset.
        }
    }
}
