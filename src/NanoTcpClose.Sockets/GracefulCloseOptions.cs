namespace NanoTcpClose.Sockets
{
    /// <summary>Limits of a graceful close. Plain values; one object may serve many sockets.</summary>
    public sealed class GracefulCloseOptions
    {
        /// <summary>Most unread bytes that are read and thrown away.</summary>
        public int DrainBytes = 65536;

        /// <summary>Longest time that the close call takes, in milliseconds.</summary>
        public int DrainMs = 1000;

        /// <summary>
        /// Silence that counts as "nothing more is coming" where the platform has no half-close, in milliseconds.
        /// There the peer cannot be told that we are done before the socket is closed for good.
        /// </summary>
        public int QuietMs = 20;

        /// <summary>
        /// Sends the FIN first and reads on until the peer's FIN, where the platform has half-close. Off: drains what is
        /// there and closes.
        /// </summary>
        public bool WaitForPeer = true;
    }
}
