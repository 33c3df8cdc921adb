// Invariant: the bits of byte 13 of the TCP header (RFC 9293 3.1).

namespace NanoTcpClose
{
    /// <summary>Control bits of a TCP segment (RFC 9293 3.1).</summary>
    public static class TcpFlags
    {
        /// <summary>FIN: no more data from the sender.</summary>
        public const int Fin = 0x01;

        /// <summary>SYN: synchronize sequence numbers.</summary>
        public const int Syn = 0x02;

        /// <summary>RST: reset the connection.</summary>
        public const int Rst = 0x04;

        /// <summary>PSH: push function.</summary>
        public const int Psh = 0x08;

        /// <summary>ACK: the acknowledgement field is significant.</summary>
        public const int Ack = 0x10;
    }
}
