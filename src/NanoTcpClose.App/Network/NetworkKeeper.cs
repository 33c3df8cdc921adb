// Invariant: Join is never called while the network is up, and two calls are at least the current pause apart. The pause
// doubles from FirstPauseMs to LongestPauseMs and is the first one again after the network was up.

using System;
using System.Threading;

namespace NanoTcpClose.App
{
    /// <summary>Joins a network and joins again after it was lost, with growing pauses and without an end.</summary>
    /// <remarks>
    /// The stack of the board reconnects by itself as long as it knows how, so a loss is left to it for a while: joining at
    /// once would break what it is building, and every join writes the credentials to flash again.
    /// </remarks>
    public sealed class NetworkKeeper
    {
        /// <summary>Time that the stack has to reconnect by itself, in milliseconds.</summary>
        public const int PatienceMs = 10000;

        /// <summary>Pause after the first join, in milliseconds.</summary>
        public const int FirstPauseMs = 15000;

        /// <summary>Longest pause between two joins, in milliseconds.</summary>
        public const int LongestPauseMs = 300000;

        private const int CheckMs = 1000;
        private const int MicrosecondsPerMs = 1000;

        private readonly INetwork _network;
        private readonly ManualResetEvent _up = new ManualResetEvent(false);
        private long _nextJoin;
        private int _pauseMs = FirstPauseMs;
        private bool _started;
        private string _address = string.Empty;

        /// <summary>Initializes the keeper; it looks at the network for the first time in <see cref="Step"/>.</summary>
        /// <param name="network">The network.</param>
        /// <exception cref="ArgumentNullException">The network is null.</exception>
        public NetworkKeeper(INetwork network)
        {
            if (network == null)
            {
                throw new ArgumentNullException();
            }

            _network = network;
        }

        /// <summary>Gets a value indicating whether the network was up when it was last looked at.</summary>
        public bool IsUp { get; private set; }

        /// <summary>Gets the board's address; empty while the network is down.</summary>
        public string Address
        {
            get { return _address; }
        }

        /// <summary>Gets how often the network was lost.</summary>
        public int Losses { get; private set; }

        /// <summary>Gets how often joining was asked for.</summary>
        public int Joins { get; private set; }

        /// <summary>Looks once, and joins when that is due. Call it about once a second.</summary>
        /// <param name="now">The board's clock in microseconds.</param>
        /// <returns>True when the network came up with this look, at first or after a loss, or its address changed.</returns>
        public bool Step(long now)
        {
            bool wasUp = IsUp;
            string before = _address;
            _address = Look();
            IsUp = _address.Length > 0;
            if (IsUp)
            {
                _pauseMs = FirstPauseMs;
                _up.Set();
                return _address != before;
            }

            if (wasUp || !_started)
            {
                Losses += wasUp ? 1 : 0;
                _started = true;
                _up.Reset();
                _nextJoin = now + ((long)PatienceMs * MicrosecondsPerMs);
            }
            else if (now >= _nextJoin)
            {
                Join();
                _nextJoin = now + ((long)_pauseMs * MicrosecondsPerMs);
                _pauseMs = _pauseMs * 2 > LongestPauseMs ? LongestPauseMs : _pauseMs * 2;
            }

            return false;
        }

        /// <summary>Keeps the network for ever, and tells the application whenever it came up. Never returns.</summary>
        /// <param name="app">The application, whose board gives the time.</param>
        /// <exception cref="ArgumentNullException">The application is null.</exception>
        public void Run(BoardApp app)
        {
            if (app == null)
            {
                throw new ArgumentNullException();
            }

            while (true)
            {
                if (Step(app.Sockets.Clock.NowMicroseconds))
                {
                    Tell(app);
                }

                Thread.Sleep(CheckMs);
            }
        }

        /// <summary>Waits until the network is up, while another thread is in <see cref="Run"/>.</summary>
        /// <param name="timeoutMs">Longest wait in milliseconds; -1 for no limit.</param>
        /// <returns>True when it is up.</returns>
        public bool WaitUp(int timeoutMs)
        {
            return _up.WaitOne(timeoutMs, false);
        }

        private void Tell(BoardApp app)
        {
            try
            {
                app.NetworkCameUp(_address);
            }
            catch (Exception)
            {
                // Without a tap or a notice the board still serves; without a keeper it would not come back.
            }
        }

        private string Look()
        {
            try
            {
                string address = _network.Address;
                return address == null ? string.Empty : address;
            }
            catch (Exception)
            {
                // An interface that cannot be read has no address.
                return string.Empty;
            }
        }

        private void Join()
        {
            Joins++;
            try
            {
                _network.Join();
            }
            catch (Exception)
            {
                // No adapter yet, or no stored credentials: the next attempt comes after the pause.
            }
        }
    }
}
