using NanoTcpClose.App;

namespace NanoTcpClose.Esp32
{
    /// <summary>An ESP32 under nanoFramework.</summary>
    internal sealed class Esp32Board : IBoard
    {
        private readonly DeadlineTimer _timer = new DeadlineTimer();
        private readonly LogLine _log;
        private readonly IPacketLink _link;

        internal Esp32Board(BoardProfile profile, IPacketLink link)
        {
            _log = new LogLine(profile);
            _link = link;
        }

        /// <inheritdoc/>
        public long NowMicroseconds
        {
            get { return DeadlineTimer.Now; }
        }

        /// <inheritdoc/>
        public bool TextLog
        {
            get { return _log.IsConsole; }
        }

        /// <inheritdoc/>
        public IPacketLink Link
        {
            get { return _link; }
        }

        /// <inheritdoc/>
        public void ArmTimer(long deadlineMicroseconds)
        {
            _timer.Arm(deadlineMicroseconds);
        }

        /// <inheritdoc/>
        public bool WriteLog(byte[] buffer, int count)
        {
            return _log.Write(buffer, count);
        }

        /// <inheritdoc/>
        public void SetLed(bool on)
        {
            // None of the packages that this application is built on drives a GPIO, so the LED of the board stays as it is.
        }

        internal void Attach(BoardApp app)
        {
            _timer.Attach(app);
        }
    }
}
