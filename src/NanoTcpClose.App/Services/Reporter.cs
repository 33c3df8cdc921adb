using System;
using System.Net;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>
    /// The optional reporting client: at an interval it connects out, sends one line, and closes gracefully. It is the board
    /// as the active side of short connections, so it also shows what those cost in TIME-WAIT.
    /// </summary>
    public sealed class Reporter
    {
        private const int LineBytes = 160;
        private const int ConnectMs = 5000;
        private const int SendMs = 3000;
        private const int JoinMs = 10000;

        private readonly BoardApp _app;
        private readonly IPEndPoint _target;
        private readonly int _intervalMs;
        private readonly GracefulCloseOptions _close = new GracefulCloseOptions();
        private readonly AsciiWriter _line = new AsciiWriter(LineBytes);
        private readonly AutoResetEvent _stop = new AutoResetEvent(false);
        private Thread _thread;
        private bool _running;

        /// <summary>Initializes the client.</summary>
        /// <param name="app">The application to report about.</param>
        /// <param name="target">Where to report.</param>
        /// <param name="intervalMs">Pause between two reports, in milliseconds.</param>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        public Reporter(BoardApp app, IPEndPoint target, int intervalMs)
        {
            if (app == null || target == null)
            {
                throw new ArgumentNullException();
            }

            _app = app;
            _target = target;
            _intervalMs = intervalMs;
        }

        /// <summary>Gets the number of reports that went out.</summary>
        public int Sent { get; private set; }

        /// <summary>Gets the number of reports that did not: no connection, or a reset.</summary>
        public int Failed { get; private set; }

        /// <summary>Gets how the last connection ended.</summary>
        public CloseOutcome LastOutcome { get; private set; }

        /// <summary>Starts to report; the first report goes out at once. A second call does nothing.</summary>
        public void Start()
        {
            if (_running)
            {
                return;
            }

            _running = true;
            _thread = new Thread(Body);
            _thread.Start();
        }

        /// <summary>Ends the client after the report under way. Harmless when stopped.</summary>
        public void Stop()
        {
            if (!_running)
            {
                return;
            }

            _running = false;
            _stop.Set();
            _thread.Join(JoinMs);
        }

        private void Body()
        {
            while (_running)
            {
                try
                {
                    ReportOnce();
                }
                catch (Exception)
                {
                    // The stack may be out of sockets for a while; the next interval tries again.
                    Failed++;
                }

                _stop.WaitOne(_intervalMs, false);
            }
        }

        private void ReportOnce()
        {
            TrackedSocket socket = new TrackedSocket(_app.Sockets);
            if (socket.Connect(_target, ConnectMs) != (int)CallResult.Ok)
            {
                Failed++;
                return;
            }

            socket.LimitSend(SendMs);
            WriteLine();
            if (socket.Send(_line.Buffer, 0, _line.Length) == _line.Length)
            {
                Sent++;
            }
            else
            {
                Failed++;
            }

            LastOutcome = socket.Close(_close);
        }

        private void WriteLine()
        {
            SocketMonitor sockets = _app.Sockets;
            _line.Reset(0);
            _line.Text("{\"report\":").Number(Sent + 1).Text(",\"free\":").Number(sockets.FreeSlots);
            _line.Text(",\"timeWait\":").Number(sockets.SlotsInTimeWait);
            _line.Text(",\"nextFreeMs\":").Number(sockets.NextSlotFreeMs);
            _line.Text(",\"failed\":").Number(Failed).Text("}\n");
        }
    }
}
