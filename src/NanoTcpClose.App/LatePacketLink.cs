using System.Threading;

namespace NanoTcpClose.App
{
    /// <summary>
    /// Stands in for a link that cannot be opened yet, for want of a network, so that the application and its log start
    /// before it. Until then it takes no packet and none comes.
    /// </summary>
    public sealed class LatePacketLink : IPacketLink
    {
        private IPacketLink _link;

        /// <summary>Puts the real link in place; packets flow from now on.</summary>
        /// <param name="link">The opened link.</param>
        public void Open(IPacketLink link)
        {
            _link = link;
        }

        /// <inheritdoc/>
        public bool Send(byte[] datagram, int length)
        {
            IPacketLink link = _link;
            return link != null && link.Send(datagram, length);
        }

        /// <inheritdoc/>
        public int Receive(byte[] buffer, int timeoutMs)
        {
            IPacketLink link = _link;
            if (link == null)
            {
                Thread.Sleep(timeoutMs);
                return 0;
            }

            return link.Receive(buffer, timeoutMs);
        }
    }
}
