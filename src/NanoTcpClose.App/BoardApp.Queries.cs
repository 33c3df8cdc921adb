using System;

namespace NanoTcpClose.App
{
    /// <content>What can be asked about connections, under the lock.</content>
    public sealed partial class BoardApp
    {
        /// <summary>Gets the state of a connection; CLOSED when it is gone.</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>Its state.</returns>
        public TcpState StateOf(int handle)
        {
            lock (_gate)
            {
                return _engine.StateOf(handle);
            }
        }

        /// <summary>Gets the number of a connection in the trace.</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>Its serial number since boot.</returns>
        public int SerialOf(int handle)
        {
            lock (_gate)
            {
                return _engine.SerialOf(handle);
            }
        }

        /// <summary>Finds the live connection or TIME-WAIT entry of a 4-tuple.</summary>
        /// <param name="remoteAddress">IPv4 address of the peer, first octet on top.</param>
        /// <param name="remotePort">Port of the peer.</param>
        /// <param name="localPort">Our port.</param>
        /// <returns>Its handle, or 0.</returns>
        public int Find(uint remoteAddress, int remotePort, int localPort)
        {
            lock (_gate)
            {
                return _engine.Find(remoteAddress, remotePort, localPort);
            }
        }

        /// <summary>Counts the connections in a state; TIME-WAIT counts the entries of the table.</summary>
        /// <param name="state">The state.</param>
        /// <returns>How many there are.</returns>
        public int CountInState(TcpState state)
        {
            lock (_gate)
            {
                return _engine.CountInState(state);
            }
        }

        /// <summary>Copies the engine's counters, all of one moment.</summary>
        /// <param name="counters">Receives them by <see cref="EngineCounter"/>; at least EngineCounter.Count long.</param>
        public void CopyCounters(uint[] counters)
        {
            lock (_gate)
            {
                Array.Copy(_engine.Counters, counters, (int)EngineCounter.Count);
            }
        }
    }
}
