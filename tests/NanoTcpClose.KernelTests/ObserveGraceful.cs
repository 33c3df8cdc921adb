// Invariant: both ways to close meet the same peer over the same wire; a row tells what the peer got and how its side
// ended.

using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using NanoTcpClose.Sockets;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Plays a naive Close() and a graceful one against peers that behave badly.</summary>
internal sealed class ObserveGraceful
{
    private const int AnswerBytes = 200000;
    private const int DrainMs = 1500;
    private const int SlackMs = 20000;
    private const int SmallBufferBytes = 8192;

    private readonly ObserveLab _lab;

    internal ObserveGraceful(ObserveLab lab)
    {
        _lab = lab;

        // The whole answer fits the board's send buffer, so that the close call finds most of it undelivered.
        lab.Wire.Board.SetParameter("net.ipv4.tcp_wmem", "4096 1048576 4194304");
    }

    /// <summary>What a peer does after it got the beginning of the answer, in the words of the table.</summary>
    internal static string[] Peers { get; } =
    {
        "sent data that nobody read",
        "sends more after our close",
        "never closes",
        "closes late",
        "resets",
        "closes at the same moment",
        "sends without end",
    };

    /// <summary>One row: "peer | naive: got, ended | ours: got, ended, told".</summary>
    internal string Row(string peer)
    {
        string naive = Meet(peer, board =>
        {
            board.CloseNow();
            return "nothing";
        });
        string ours = Meet(peer, board => board.Close(new GracefulCloseOptions { DrainMs = DrainMs }).ToString());
        return $"| {peer} | {naive} | {ours} |";
    }

    private string Meet(string kind, Func<TrackedSocket, string> close)
    {
        (TrackedSocket board, Socket peer) = _lab.OpenByBoard(kind);
        using (peer)
        {
            peer.ReceiveBufferSize = SmallBufferBytes;
            bool bulk = kind is "sent data that nobody read" or "sends more after our close";
            int count = bulk ? AnswerBytes : 1000;
            Assert.Equal(count, board.Send(new byte[count], 0, count));
            Task<(int Got, string End)> other = Task.Factory.StartNew(
                () => Behave(kind, peer), TaskCreationOptions.LongRunning);
            Before(kind, board);
            Stopwatch watch = Stopwatch.StartNew();
            string told = close(board);
            Assert.True(watch.ElapsedMilliseconds < DrainMs + SlackMs, $"{kind}: {watch.ElapsedMilliseconds} ms");
            (int got, string end) = other.GetAwaiter().GetResult();
            return $"{(got == count ? "all" : "a part is lost")} | {end} | {told}";
        }
    }

    /// <summary>What must have happened before the close call so that each run is the same.</summary>
    private static void Before(string kind, TrackedSocket board)
    {
        PeerCondition wanted = kind switch
        {
            "sent data that nobody read" or "sends without end" => PeerCondition.DataWaiting,
            "resets" => PeerCondition.Broken,
            _ => PeerCondition.Idle,
        };
        if (wanted != PeerCondition.Idle)
        {
            Lab.WaitFor(() => board.Probe() == wanted, () => $"{kind}: {board.Probe()}", SlackMs);
        }
    }

    private static (int Got, string End) Behave(string kind, Socket peer)
    {
        switch (kind)
        {
            case "sent data that nobody read":
                peer.Send(new byte[3000]);
                Thread.Sleep(300);
                return ReadAndClose(peer, 0);
            case "sends more after our close":
                Thread.Sleep(300);
                TrySend(peer, 100);
                Thread.Sleep(100);
                return ReadAndClose(peer, 0);
            case "never closes":
                return Read(peer);
            case "closes late":
                return ReadAndClose(peer, 400);
            case "resets":
                int got = peer.Receive(new byte[2000]);
                peer.LingerState = new LingerOption(true, 0);
                peer.Close();
                return (got, "its own RST");
            case "closes at the same moment":
                got = peer.Receive(new byte[2000]);
                peer.Close();
                return (got, "FIN");
            default:
                bool reset = false;
                for (int k = 0; k < 1000 && !reset; k++)
                {
                    reset = !TrySend(peer, 4096);
                }

                return (Read(peer).Got, reset ? "RST" : "FIN");
        }
    }

    private static (int Got, string End) ReadAndClose(Socket peer, int waitMs)
    {
        (int Got, string End) result = Read(peer);
        Thread.Sleep(waitMs);
        peer.Close();
        return result;
    }

    private static (int Got, string End) Read(Socket peer)
    {
        byte[] buffer = new byte[4096];
        int got = 0;
        try
        {
            int taken;
            while ((taken = peer.Receive(buffer)) > 0)
            {
                got += taken;
            }

            return (got, "FIN");
        }
        catch (SocketException)
        {
            return (got, "RST");
        }
    }

    private static bool TrySend(Socket peer, int count)
    {
        try
        {
            peer.Send(new byte[count]);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
