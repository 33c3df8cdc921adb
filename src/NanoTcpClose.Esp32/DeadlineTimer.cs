using nanoFramework.Hardware.Esp32;
using NanoTcpClose.App;

namespace NanoTcpClose.Esp32
{
    /// <summary>The one hardware timer: armed as a one-shot for the earliest deadline of all connections.</summary>
    internal sealed class DeadlineTimer
    {
        // Below this the timer would fire before the call returns; the runtime delivers events in milliseconds anyway.
        private const long ShortestMicroseconds = 100;

        private readonly HighResTimer _timer;
        private BoardApp _app;

        internal DeadlineTimer()
        {
            // Made once: creating and disposing timers leaks native ones, and there are ten in all.
            _timer = new HighResTimer();
            _timer.OnHighResTimerExpired += OnExpired;
        }

        internal static long Now
        {
            get { return (long)HighResTimer.GetCurrent(); }
        }

        internal void Attach(BoardApp app)
        {
            _app = app;
        }

        internal void Arm(long deadline)
        {
            if (deadline == long.MaxValue)
            {
                _timer.Stop();
                return;
            }

            long wait = deadline - Now;
            _timer.StartOneShot((ulong)(wait < ShortestMicroseconds ? ShortestMicroseconds : wait));
        }

        /// <summary>One thread of highest priority runs all handlers of the board: signal and leave.</summary>
        private void OnExpired(HighResTimer sender, object e)
        {
            BoardApp app = _app;
            if (app != null)
            {
                app.OnTimer();
            }
        }
    }
}
