using System;
using System.Net;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>The services of a board: the HTTP status page and the echo service, over the stack's own sockets.</summary>
    public sealed class BoardServices
    {
        private readonly ServiceOptions _options;
        private readonly SocketService _http;
        private readonly SocketService _echo;

        /// <summary>Initializes the services; they listen after <see cref="Start"/>.</summary>
        /// <param name="app">The application whose state the page shows.</param>
        /// <param name="options">Ports and limits.</param>
        /// <exception cref="ArgumentNullException">An argument is null.</exception>
        public BoardServices(BoardApp app, ServiceOptions options)
            : this(app, null, options)
        {
        }

        /// <summary>Initializes the services of a board whose network is kept; they listen after <see cref="Start"/>.</summary>
        /// <param name="app">The application whose state the page shows.</param>
        /// <param name="network">What keeps the network, for the page to tell its losses; null when nothing does.</param>
        /// <param name="options">Ports and limits.</param>
        /// <exception cref="ArgumentNullException">The application or the options are null.</exception>
        public BoardServices(BoardApp app, NetworkKeeper network, ServiceOptions options)
        {
            if (app == null || options == null)
            {
                throw new ArgumentNullException();
            }

            _options = options;
            CloseHistory history = new CloseHistory();
            StatusPage page = new StatusPage(app, network, history);
            if (options.HttpPort >= 0)
            {
                IClientHandler[] handlers = new IClientHandler[options.MaxClients];
                for (int i = 0; i < handlers.Length; i++)
                {
                    handlers[i] = new HttpHandler(page, options, app.Sockets.Clock);
                }

                _http = new SocketService(app.Sockets, options, history, handlers);
            }

            if (options.EchoPort >= 0)
            {
                IClientHandler[] handlers = new IClientHandler[options.MaxClients];
                for (int i = 0; i < handlers.Length; i++)
                {
                    handlers[i] = new EchoHandler(options.IdleMs);
                }

                _echo = new SocketService(app.Sockets, options, history, handlers);
            }
        }

        /// <summary>Gets the port of the status page; 0 when it does not listen.</summary>
        public int HttpPort
        {
            get { return _http == null ? 0 : _http.Port; }
        }

        /// <summary>Gets the port of the echo service; 0 when it does not listen.</summary>
        public int EchoPort
        {
            get { return _echo == null ? 0 : _echo.Port; }
        }

        /// <summary>Gets the number of clients that met a full house.</summary>
        public int RefusedClients
        {
            get { return (_http == null ? 0 : _http.Refused) + (_echo == null ? 0 : _echo.Refused); }
        }

        /// <summary>Starts to listen. Call it again until it succeeds; what listens already goes on.</summary>
        /// <param name="local">Address to listen on; IPAddress.Any for all.</param>
        /// <returns>False when a port could not be opened.</returns>
        public bool Start(IPAddress local)
        {
            bool http = _http == null || _http.Start(local, _options.HttpPort);
            bool echo = _echo == null || _echo.Start(local, _options.EchoPort);
            return http && echo;
        }

        /// <summary>Stops listening, aborts clients being served and ends the threads.</summary>
        public void Stop()
        {
            if (_http != null)
            {
                _http.Stop();
            }

            if (_echo != null)
            {
                _echo.Stop();
            }
        }
    }
}
