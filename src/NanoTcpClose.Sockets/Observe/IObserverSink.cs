namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// Is told what a <see cref="CloseObserver"/> found out, from inside its calls; must not call it back.
    /// </summary>
    public interface IObserverSink
    {
        /// <summary>A connection changed its state.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="from">The state left.</param>
        /// <param name="to">The state entered.</param>
        /// <param name="cause">Why.</param>
        /// <param name="flags">0x10 inferred, 0x20 uncertain.</param>
        void Moved(int handle, TcpState from, TcpState to, TransitionCause cause, int flags);

        /// <summary>Something worth knowing happened.</summary>
        /// <param name="handle">The connection, or 0.</param>
        /// <param name="what">The event.</param>
        /// <param name="value">Its value.</param>
        void Noted(int handle, CloseEvent what, int value);
    }
}
