using System;
using System.Threading;

namespace NanoTcpClose.App
{
    /// <summary>The engine's way out: packets go to the link, events become one shared signal.</summary>
    internal sealed class EngineHost : ICloseEngineHost
    {
        private readonly IPacketLink _link;
        private readonly AutoResetEvent _changed;

        internal EngineHost(IPacketLink link, AutoResetEvent changed)
        {
            _link = link;
            _changed = changed;
        }

        /// <inheritdoc/>
        public bool Transmit(byte[] datagram, int length)
        {
            if (_link == null)
            {
                return false;
            }

            try
            {
                return _link.Send(datagram, length);
            }
            catch (Exception)
            {
                // A link that throws counts as one that refused: the engine retries, and nothing unwinds through it.
                return false;
            }
        }

        /// <inheritdoc/>
        public void OnEvent(int handle, CloseEvent what, int value)
        {
            _changed.Set();
        }
    }
}
