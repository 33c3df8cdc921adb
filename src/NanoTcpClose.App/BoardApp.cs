// Invariant: everything that the engine and the trace ring own is touched under _gate alone, and no I/O is done under
// it but handing a packet to the link. The timer handler only signals; deadlines are read from the clock again.

using System;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>
    /// The application that every board runs: it owns the engine, its trace ring and the one lock that serialises them,
    /// one thread that receives packets and one that serves deadlines and drains the trace to the log line.
    /// </summary>
    /// <remarks>Every public member may be called from any thread. <see cref="Stop"/> ends both threads.</remarks>
    public sealed partial class BoardApp
    {
        private const int MaxPacketBytes = 1600;
        private const int ReceiveWaitMs = 200;
        private const int JoinWaitMs = 3000;
        private const int IdleWaitMs = 10000;

        // A deadline is served this much late at worst when the board's timer event got lost.
        private const int LostTimerMs = 100;

        // The engine numbers its connections from 1; those of the stack's own sockets must not be mistaken for them.
        private const int FirstSocketSerial = 0x8000;

        private readonly object _gate = new object();
        private readonly IBoard _board;
        private readonly BoardAppOptions _options;
        private readonly CloseEngine _engine;
        private readonly TraceRing _trace;
        private readonly SocketMonitor _sockets;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private readonly AutoResetEvent _changed = new AutoResetEvent(false);
        private Thread _receiver;
        private Thread _timer;
        private bool _running;
        private long _armedDeadline = long.MaxValue;
        private int _timerFired;

        /// <summary>Initializes the application; nothing runs before <see cref="Start"/>.</summary>
        /// <param name="board">The board to run on.</param>
        /// <param name="options">Options; the engine keeps its part.</param>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        public BoardApp(IBoard board, BoardAppOptions options)
        {
            if (board == null || options == null)
            {
                throw new ArgumentNullException();
            }

            _board = board;
            _options = options;
            _trace = new TraceRing(options.TraceBytes);
            _identity = MakeIdentity(options);
            _logBuffer = new byte[options.LogBudgetBytes];
            BoardClock clock = new BoardClock(board);
            _sockets = MakeMonitor(clock, options);
            _sockets.Changed += OnSocketsChanged;
            EngineHost host = new EngineHost(board.Link, _changed);
            _engine = new CloseEngine(options.Engine, options.LocalAddress, host, _trace, board.NowMicroseconds);
        }

        /// <summary>Gets a value indicating whether the threads run.</summary>
        public bool IsRunning
        {
            get { return _running; }
        }

        /// <summary>Gets what the tracked sockets of this board share; their records go to the same trace.</summary>
        public SocketMonitor Sockets
        {
            get { return _sockets; }
        }

        /// <summary>
        /// Gets how often the link threw instead of answering; the receive thread goes on after a pause.
        /// </summary>
        public int LinkFailures
        {
            get { return _linkFailures; }
        }

        /// <summary>Starts the threads and says HELLO. A second call does nothing.</summary>
        public void Start()
        {
            lock (_gate)
            {
                if (_running)
                {
                    return;
                }

                _running = true;
                SayHello(_board.NowMicroseconds);
            }

            _timer = new Thread(TimerLoop);
            _timer.Start();
            if (_board.Link != null)
            {
                _receiver = new Thread(ReceiveLoop);
                _receiver.Start();
            }
        }

        /// <summary>
        /// Ends the threads, disarms the timer and drains what the trace still holds. Harmless when stopped.
        /// </summary>
        public void Stop()
        {
            if (!_running)
            {
                return;
            }

            _running = false;
            _wake.Set();
            _timer.Join(JoinWaitMs);
            if (_receiver != null)
            {
                _receiver.Join(JoinWaitMs);
            }

            _sockets.StopObserving();
            _board.ArmTimer(long.MaxValue);
            DrainRest();
        }

        /// <summary>Tells that the deadline timer fired. It only signals; any thread may call it.</summary>
        public void OnTimer()
        {
            _timerFired = 1;
            _wake.Set();
        }

        /// <summary>Waits until the engine told something new: data, an end, an opened connection.</summary>
        /// <param name="timeoutMs">Longest wait in milliseconds.</param>
        /// <returns>True when something happened; look again at what you wait for, for the signal is shared.</returns>
        public bool WaitForChange(int timeoutMs)
        {
            return _changed.WaitOne(timeoutMs, false);
        }

        private void TimerLoop()
        {
            while (_running)
            {
                int waitMs = ServePass();
                _wake.WaitOne(waitMs, false);
            }
        }

        /// <summary>Serves what is due and writes one budget of trace bytes.</summary>
        /// <returns>Milliseconds until the next pass is wanted, unless a signal comes first.</returns>
        private int ServePass()
        {
            long now = _board.NowMicroseconds;
            int timerMs;
            lock (_gate)
            {
                if (_timerFired != 0)
                {
                    // It is spent. Should it have fired too early, the same deadline is armed again below.
                    _timerFired = 0;
                    _armedDeadline = long.MaxValue;
                }

                _engine.Advance(now);
                _sockets.Advance(now);
                ArmIfMoved();
                SayHelloIfDue(now);
                timerMs = MsUntil(_armedDeadline, now) + LostTimerMs;
            }

            SweepIfDue(now);
            int waitMs = DrainPass(now);
            waitMs = waitMs < timerMs ? waitMs : timerMs;
            return waitMs < IdleWaitMs ? waitMs : IdleWaitMs;
        }

        /// <summary>Arms the timer when the engine's next deadline is another one. The caller holds the lock.</summary>
        private void ArmIfMoved()
        {
            long deadline = _engine.NextDeadline;
            if (_sockets.NextDeadline < deadline)
            {
                deadline = _sockets.NextDeadline;
            }

            if (deadline != _armedDeadline)
            {
                _armedDeadline = deadline;
                _board.ArmTimer(deadline);
            }
        }

        /// <summary>What every entry into the engine ends with. The caller holds the lock.</summary>
        private void AfterEngine()
        {
            ArmIfMoved();
            if (!_trace.IsEmpty)
            {
                _wake.Set();
            }
        }
    }
}
