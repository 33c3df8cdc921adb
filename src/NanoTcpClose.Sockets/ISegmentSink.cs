namespace NanoTcpClose.Sockets
{
    /// <summary>Takes the TCP segments that the tap saw.</summary>
    public interface ISegmentSink
    {
        /// <summary>Asks, before any other work, whether a segment belongs to a tracked connection.</summary>
        /// <param name="source">IPv4 address of the sender, first octet on top.</param>
        /// <param name="sourcePort">Port of the sender.</param>
        /// <param name="targetPort">Our port.</param>
        /// <returns>True when <see cref="Segment"/> is to be called.</returns>
        bool Wants(uint source, int sourcePort, int targetPort);

        /// <summary>Takes one IPv4 packet with its header.</summary>
        /// <param name="datagram">Holds the packet, from index 0; not kept after the call.</param>
        /// <param name="length">Length in bytes.</param>
        void Segment(byte[] datagram, int length);

        /// <summary>Asks after a silence whether the tap may close itself until it is opened again.</summary>
        /// <returns>True to close it.</returns>
        bool MayClose();
    }
}
