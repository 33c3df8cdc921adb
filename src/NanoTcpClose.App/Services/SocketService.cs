using System;
using System.Net;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>A listener, one thread that accepts, and a fixed number of client slots.</summary>
    internal sealed class SocketService
    {
        private const int AcceptMs = 250;
        private const int JoinMs = 3000;
        private const int Backlog = 2;
        private const int PauseMs = 20;

        private readonly SocketMonitor _monitor;
        private readonly ServiceOptions _options;
        private readonly CloseHistory _history;
        private readonly ClientSlot[] _slots;
        private TrackedListener _listener;
        private Thread _thread;
        private bool _running;
        private int _refused;

        internal SocketService(
            SocketMonitor monitor, ServiceOptions options, CloseHistory history, IClientHandler[] handlers)
        {
            _monitor = monitor;
            _options = options;
            _history = history;
            _slots = new ClientSlot[handlers.Length];
            for (int i = 0; i < handlers.Length; i++)
            {
                _slots[i] = new ClientSlot(handlers[i], options.Close, history);
            }
        }

        internal int Port { get; private set; }

        internal int Refused
        {
            get { return _refused; }
        }

        /// <summary>
        /// Binds and starts; false when the port is taken or the network is not up yet, and then it may be called again.
        /// True when it runs already.
        /// </summary>
        internal bool Start(IPAddress local, int port)
        {
            if (_running)
            {
                return true;
            }

            try
            {
                _listener = new TrackedListener(_monitor, new IPEndPoint(local, port), Backlog);
            }
            catch (Exception)
            {
                return false;
            }

            Port = port != 0 ? port : _listener.Port;
            _running = true;
            _thread = new Thread(AcceptLoop);
            _thread.Start();
            return true;
        }

        internal void Stop()
        {
            _running = false;
            if (_listener != null)
            {
                _thread.Join(JoinMs);
                _listener.Close();
            }

            for (int i = 0; i < _slots.Length; i++)
            {
                _slots[i].Stop();
            }
        }

        private void AcceptLoop()
        {
            while (_running)
            {
                TrackedSocket client = _listener.Accept(AcceptMs);
                if (client == null)
                {
                    // Accept also comes back at once when no socket is left; the pause keeps that from spinning.
                    Thread.Sleep(PauseMs);
                    continue;
                }

                client.LimitSend(_options.SendMs);
                if (!HandOver(client))
                {
                    Refuse(client);
                }
            }
        }

        private bool HandOver(TrackedSocket client)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (_slots[i].TryTake(client))
                {
                    return true;
                }
            }

            return false;
        }

        private void Refuse(TrackedSocket client)
        {
            _refused++;
            _slots[0].Handler.Refuse(client);
            GracefulCloseOptions quick = new GracefulCloseOptions();
            quick.DrainMs = AcceptMs;
            _history.Add(client.Serial, client.Close(quick));
        }
    }
}
