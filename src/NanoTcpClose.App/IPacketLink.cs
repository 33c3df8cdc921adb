namespace NanoTcpClose.App
{
    /// <summary>Carries whole IPv4 packets between the engine in its drive role and a peer.</summary>
    /// <remarks>Send and Receive may be called from different threads at the same time.</remarks>
    public interface IPacketLink
    {
        /// <summary>Sends one packet.</summary>
        /// <param name="datagram">Holds the packet, from index 0; not kept after the call.</param>
        /// <param name="length">Length of the packet in bytes.</param>
        /// <returns>False when the link did not take the packet; the engine retries by itself.</returns>
        bool Send(byte[] datagram, int length);

        /// <summary>Waits for one packet.</summary>
        /// <param name="buffer">Receives the packet, from index 0; a longer packet is cut or dropped.</param>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        /// <returns>Length in bytes; 0 when none came; below 0 when the link is closed for good.</returns>
        int Receive(byte[] buffer, int timeoutMs);
    }
}
