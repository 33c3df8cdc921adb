namespace NanoTcpClose.Sockets
{
    /// <summary>What can be told about a connection without reading any of its data.</summary>
    public enum PeerCondition
    {
        /// <summary>Idle: nothing to read and the peer has not closed.</summary>
        Idle = 0,

        /// <summary>Data waits to be read; whether a FIN stands behind it cannot be told.</summary>
        DataWaiting = 1,

        /// <summary>The peer closed and everything it sent was read: CLOSE-WAIT until we close.</summary>
        PeerClosed = 2,

        /// <summary>The connection was reset or broke otherwise.</summary>
        Broken = 3,

        /// <summary>There is no connection: not connected yet, or closed by us.</summary>
        NotConnected = 4,
    }
}
