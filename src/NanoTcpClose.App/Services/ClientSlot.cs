// Invariant: _client is set by the acceptor only while _busy is 0 and taken back by the slot's own thread.

using System;
using System.Threading;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>One client at a time, on a thread that lives as long as the service: no thread is made per request.</summary>
    internal sealed class ClientSlot
    {
        private const int IdleMs = 1000;
        private const int JoinMs = 3000;

        private readonly IClientHandler _handler;
        private readonly GracefulCloseOptions _closeOptions;
        private readonly GracefulCloseOptions _closeAtOnce = new GracefulCloseOptions();
        private readonly CloseHistory _history;
        private readonly AutoResetEvent _work = new AutoResetEvent(false);
        private readonly Thread _thread;
        private TrackedSocket _client;
        private int _busy;
        private bool _running = true;

        internal ClientSlot(IClientHandler handler, GracefulCloseOptions closeOptions, CloseHistory history)
        {
            _handler = handler;
            _closeOptions = closeOptions;
            _closeAtOnce.DrainBytes = closeOptions.DrainBytes;
            _closeAtOnce.DrainMs = closeOptions.DrainMs;
            _closeAtOnce.WaitForPeer = closeOptions.WaitForPeer;
            _closeAtOnce.QuietMs = 0;
            _history = history;
            _thread = new Thread(Body);
            _thread.Start();
        }

        internal IClientHandler Handler
        {
            get { return _handler; }
        }

        /// <summary>Takes a client when the slot is free.</summary>
        internal bool TryTake(TrackedSocket client)
        {
            if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            {
                return false;
            }

            _client = client;
            _work.Set();
            return true;
        }

        /// <summary>Ends the thread; a client being served is aborted.</summary>
        internal void Stop()
        {
            _running = false;
            TrackedSocket client = _client;
            if (client != null)
            {
                client.Abort();
            }

            _work.Set();
            _thread.Join(JoinMs);
        }

        private void Body()
        {
            while (_running)
            {
                _work.WaitOne(IdleMs, false);
                TrackedSocket client = _client;
                if (client == null)
                {
                    continue;
                }

                ServeOne(client);
                _client = null;
                Interlocked.Exchange(ref _busy, 0);
            }
        }

        private void ServeOne(TrackedSocket client)
        {
            bool atOnce = false;
            try
            {
                atOnce = _handler.Serve(client);
            }
            catch (Exception)
            {
                // Whatever one client provokes, the next one is served.
                client.Abort();
            }

            _history.Add(client.Serial, client.Close(atOnce ? _closeAtOnce : _closeOptions));
        }
    }
}
