using System.Globalization;
using NanoTcpClose.Companion.Model;

namespace NanoTcpClose.Companion.Sockets;

/// <summary>What the two states of one connection say together.</summary>
internal static class PeerSentences
{
    /// <summary>The same, with what is left of the wait here where the system tells it.</summary>
    internal static string Of(PeerPair pair)
    {
        string text = Of(pair.Board, pair.Peer, pair.Unread);
        return pair.LeftMs is double left ? text + "; " + Durations.Countdown(left) + " of it left" : text;
    }

    internal static string Of(TcpState board, TcpState peer, int unread)
    {
        string states = "board " + Names.State(board) + ", peer " + Names.State(peer) + ": ";
        return states + (peer switch
        {
            TcpState.CloseWait => PeerWaits(board, unread),
            TcpState.Closed => BoardAlone(board),
            TcpState.Established => board switch
            {
                TcpState.Established => "open on both sides",
                TcpState.FinWait1 => "the board's FIN has not arrived here or its ACK has not arrived there",
                TcpState.Closed => "this PC does not know that the board ended it: its next segment will draw a RST",
                _ => "the board is ahead: its segments are still on the way",
            },
            TcpState.FinWait1 => "this PC's FIN is not acknowledged: is the board reachable?",
            TcpState.FinWait2 => board switch
            {
                TcpState.CloseWait => "the application on the board has not called close",
                TcpState.Closed => "the board has ended it and its FIN or RST did not arrive: this PC waits in vain",
                _ => "the board's FIN is still to come here",
            },
            TcpState.LastAck => "this PC's FIN is sent; the board's last ACK is still to come",
            TcpState.TimeWait => board is TcpState.Closed
                ? "both are done; this PC keeps the pair of addresses for its own TIME-WAIT"
                : "this PC closed first and waits out old duplicates",
            TcpState.Closing => "both closed at once; this PC waits for the ACK of its FIN",
            _ => "opening",
        });
    }

    private static string PeerWaits(TcpState board, int unread)
    {
        string still = unread > 0
            ? string.Create(CultureInfo.InvariantCulture, $" and has {unread} bytes unread") : "";
        string text = "the application on the PC has not called close" + still;
        return board == TcpState.FinWait2 ? text + "; the board waits for that"
            : board == TcpState.Closed ? text + "; the board has given it up or ended it" : text;
    }

    private static string BoardAlone(TcpState board)
    {
        return board switch
        {
            TcpState.Closed => "both are done",
            TcpState.TimeWait => "done here; the board waits out old duplicates",
            TcpState.CloseWait => "this PC is done; the application on the board has not called close",
            TcpState.LastAck => "this PC has no such connection any more: the board's FIN will draw a RST",
            _ => "this PC has no such connection: ended here, or it goes to another computer",
        };
    }
}
