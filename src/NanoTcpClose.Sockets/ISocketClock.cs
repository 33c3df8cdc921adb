namespace NanoTcpClose.Sockets
{
    /// <summary>The clock that time limits are measured with; it is handed in because the board and the desktop differ.</summary>
    public interface ISocketClock
    {
        /// <summary>Gets monotonic microseconds.</summary>
        long NowMicroseconds { get; }
    }
}
