namespace NanoTcpClose.Sockets
{
    /// <summary>How a graceful close ended. The socket is closed in every case.</summary>
    public enum CloseOutcome
    {
        /// <summary>Both sides closed in order and everything the peer sent was read.</summary>
        Complete = 0,

        /// <summary>Our FIN is out with nothing unread; the peer had not closed yet. The stack finishes alone.</summary>
        FinSent = 1,

        /// <summary>The limit of bytes was reached with data still unread: the stack answers with RST.</summary>
        ByteLimit = 2,

        /// <summary>The limit of time was reached with data still unread: the stack answers with RST.</summary>
        TimeLimit = 3,

        /// <summary>The peer reset the connection.</summary>
        PeerReset = 4,

        /// <summary>The socket was never connected, or its connect failed.</summary>
        NotConnected = 5,

        /// <summary>The socket was closed or aborted before; nothing was done.</summary>
        AlreadyClosed = 6,
    }
}
