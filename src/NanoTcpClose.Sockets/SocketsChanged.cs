namespace NanoTcpClose.Sockets
{
    /// <summary>
    /// Called, possibly under the monitor's lock, when a deadline moved or a record was born: only signal.
    /// </summary>
    public delegate void SocketsChanged();
}
