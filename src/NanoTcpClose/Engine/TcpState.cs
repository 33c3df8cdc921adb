// Invariant: the numbers are those of tcpConnectionState in the TCP-MIB (RFC 4022); they travel in the trace and never change.

namespace NanoTcpClose
{
    /// <summary>The eleven connection states of RFC 9293 section 3.3.2, numbered as in the TCP-MIB (RFC 4022).</summary>
    public enum TcpState : byte
    {
        /// <summary>CLOSED: no connection.</summary>
        Closed = 1,

        /// <summary>LISTEN: waiting for a SYN from any peer.</summary>
        Listen = 2,

        /// <summary>SYN-SENT: our SYN is out, no answer yet.</summary>
        SynSent = 3,

        /// <summary>SYN-RECEIVED: SYN received and sent, its acknowledgement awaited.</summary>
        SynReceived = 4,

        /// <summary>ESTABLISHED: data flows both ways.</summary>
        Established = 5,

        /// <summary>FIN-WAIT-1: our FIN is sent or queued, not acknowledged.</summary>
        FinWait1 = 6,

        /// <summary>FIN-WAIT-2: our FIN is acknowledged, the peer's FIN awaited.</summary>
        FinWait2 = 7,

        /// <summary>CLOSE-WAIT: the peer's FIN arrived, our close call awaited.</summary>
        CloseWait = 8,

        /// <summary>LAST-ACK: both FINs sent, the peer closed first, the acknowledgement of ours awaited.</summary>
        LastAck = 9,

        /// <summary>CLOSING: both FINs crossed, the acknowledgement of ours awaited.</summary>
        Closing = 10,

        /// <summary>TIME-WAIT: both FINs acknowledged, 2 x MSL to run.</summary>
        TimeWait = 11,
    }
}
