// Invariant: the engine calls its host only from inside a call that the host made, so one lock outside is enough.

namespace NanoTcpClose
{
    /// <summary>What surrounds a <see cref="CloseEngine"/>: the link that carries its segments and the one who is told of events.</summary>
    public interface ICloseEngineHost
    {
        /// <summary>Hands one IPv4 packet to the link. The buffer belongs to the engine and is written again after the call.</summary>
        /// <param name="datagram">The packet, from index 0.</param>
        /// <param name="length">Its length in bytes.</param>
        /// <returns>False if the link refused it: it counts as not transmitted and is tried again at the next <see cref="CloseEngine.Advance"/>.</returns>
        bool Transmit(byte[] datagram, int length);

        /// <summary>
        /// Tells of an event. Only note it and signal; calling the engine from here is an error, with one exception: at
        /// <see cref="CloseEvent.DataArrived"/> the state is settled and the connection may be read, written and closed, so that a
        /// server that closes at once sends FIN and ACK in one segment.
        /// </summary>
        /// <param name="handle">The connection, or 0 where there is none (refused-full).</param>
        /// <param name="what">The event.</param>
        /// <param name="value">Time in the state in milliseconds for close-wait-leak, else 0.</param>
        void OnEvent(int handle, CloseEvent what, int value);
    }
}
