namespace NanoTcpClose.App
{
    /// <summary>
    /// What the application needs from the thing it runs on: a clock, one deadline timer, the log line and a link.
    /// The ESP32 and the virtual board of the desktop implement it; nothing above it knows which one it is.
    /// </summary>
    /// <remarks>Members may be called from several threads.</remarks>
    public interface IBoard
    {
        /// <summary>Gets the monotonic clock in microseconds. It never steps back and never stops.</summary>
        long NowMicroseconds { get; }

        /// <summary>
        /// Gets a value indicating whether the log shares its line with a console, so that the text skin is wanted.
        /// </summary>
        bool TextLog { get; }

        /// <summary>Gets the link of the drive role (IPv4 packets in and out), or null when the board has none.</summary>
        IPacketLink Link { get; }

        /// <summary>
        /// Arms the one deadline timer; the earlier deadline is forgotten. When it is due, the board calls
        /// <see cref="BoardApp.OnTimer"/>, which only signals. A late call is harmless: deadlines are read from the
        /// clock again.
        /// </summary>
        /// <param name="deadlineMicroseconds">Deadline on <see cref="NowMicroseconds"/>; long.MaxValue disarms.</param>
        void ArmTimer(long deadlineMicroseconds);

        /// <summary>Writes trace bytes to the log line with one call. It must not block for long.</summary>
        /// <param name="buffer">Holds the bytes, from index 0; not kept after the call.</param>
        /// <param name="count">Number of bytes to write.</param>
        /// <returns>False when the line is gone; the bytes are then lost and counted.</returns>
        bool WriteLog(byte[] buffer, int count);

        /// <summary>Switches the status LED, where the board has one.</summary>
        /// <param name="on">True for on.</param>
        void SetLed(bool on);
    }
}
