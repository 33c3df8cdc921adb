namespace NanoTcpClose.Companion.Model;

/// <summary>Which clause of which RFC each transition rests on.</summary>
public static class Clauses
{
    /// <summary>The clause for one transition; empty where the RFC leaves it to the implementation.</summary>
    public static string For(TcpState from, TransitionCause cause)
    {
        return cause switch
        {
            TransitionCause.ActiveOpen => "RFC 9293 3.10.1",
            TransitionCause.PassiveOpen => from == TcpState.SynSent ? "RFC 9293 3.10.7.3" : "RFC 9293 3.10.7.2",
            TransitionCause.SynAcked => from == TcpState.SynSent ? "RFC 9293 3.10.7.3" : "RFC 9293 3.10.7.4",
            TransitionCause.UserClose or TransitionCause.ShutdownWrite => "RFC 9293 3.10.4",
            TransitionCause.UserAbort => "RFC 9293 3.10.5",
            TransitionCause.FinReceived or TransitionCause.FinAcked or TransitionCause.FinAndAck => "RFC 9293 3.10.7.4",
            TransitionCause.ResetReceived => from == TcpState.SynSent ? "RFC 9293 3.10.7.3" : "RFC 9293 3.10.7.4",
            TransitionCause.Refused => "RFC 9293 3.10.7.3",
            TransitionCause.TimeWaitExpired or TransitionCause.UserTimeout => "RFC 9293 3.10.8",
            TransitionCause.RetriesExhausted => "RFC 9293 3.8.3",
            TransitionCause.ReusedBySyn => "RFC 9293 3.6.1, RFC 6191",
            TransitionCause.DataAfterClose or TransitionCause.UnreadData => "RFC 9293 3.6.1",
            _ => "",
        };
    }

    /// <summary>One sentence on why the transition is what the RFC asks for.</summary>
    public static string Sentence(TcpState from, TcpState to, TransitionCause cause)
    {
        return cause switch
        {
            TransitionCause.ActiveOpen => "The application opened the connection; a SYN went out.",
            TransitionCause.PassiveOpen => "A SYN came for a listening port and was answered with SYN,ACK.",
            TransitionCause.SynAcked => "The peer acknowledged our SYN; data may flow both ways.",
            TransitionCause.UserClose when from == TcpState.CloseWait =>
                "The application closed after the peer did; our FIN went out and its acknowledgement is all that is missing.",
            TransitionCause.UserClose => "The application closed first; our FIN follows everything that was still queued.",
            TransitionCause.ShutdownWrite => "The application closed its sending side only and goes on reading.",
            TransitionCause.FinAcked when to == TcpState.TimeWait => "The crossed FINs are both acknowledged; 2MSL begin.",
            TransitionCause.FinAcked when from == TcpState.LastAck => "The peer acknowledged our FIN; nothing is left to do.",
            TransitionCause.FinAcked => "The peer acknowledged our FIN; its own FIN is awaited.",
            TransitionCause.FinReceived => FinSentence(from),
            TransitionCause.FinAndAck => "One segment held the peer's FIN and the acknowledgement of ours; FIN-WAIT-2 is skipped.",
            TransitionCause.TimeWaitExpired => "2MSL passed; no old duplicate of this connection can live any more.",
            _ => EndSentence(cause),
        };
    }

    private static string FinSentence(TcpState from)
    {
        return from switch
        {
            TcpState.Established => "The peer closed first; its FIN is acknowledged and our close call is awaited.",
            TcpState.FinWait1 => "The peer's FIN crossed ours; it is acknowledged, the acknowledgement of ours is awaited.",
            _ => "The peer's FIN arrived and is acknowledged; 2MSL begin.",
        };
    }

    private static string EndSentence(TransitionCause cause)
    {
        return cause switch
        {
            TransitionCause.UserAbort => "The application aborted; a RST told the peer.",
            TransitionCause.ResetReceived => "A RST with exactly the expected sequence number ended the connection.",
            TransitionCause.Refused => "A RST answered our SYN: nobody listens there.",
            TransitionCause.RetriesExhausted => "Nothing was acknowledged until the give-up time R2 was over.",
            TransitionCause.UserTimeout => "The application's own time limit was over.",
            TransitionCause.FinWait2Timeout =>
                "The peer never closed its side within the bound; RFC 9293 sets none, this is the engine's own.",
            TransitionCause.ReusedBySyn => "A new SYN above the old sequence space took the entry over.",
            TransitionCause.Evicted => "The table was full and this entry made room for a newer one.",
            TransitionCause.Overflow => "There was no TIME-WAIT slot free; the connection ended without its 2MSL.",
            TransitionCause.LingerExpired => "The linger time was over before our FIN was acknowledged.",
            TransitionCause.DataAfterClose => "Data came after a full close; nobody can read it, so a RST said so.",
            TransitionCause.UnreadData => "Unread data was discarded by the close, so a RST told the peer.",
            TransitionCause.Fault => "An internal assertion of the board failed; the connection was aborted.",
            TransitionCause.Evidence => "A later segment settled a state that had been uncertain.",
            _ => "No cause was given.",
        };
    }
}
