using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Ports and limits of the services. Plain values, read when the services start.</summary>
    public sealed class ServiceOptions
    {
        /// <summary>Port of the status page; 0 lets the stack choose, below 0 switches the page off.</summary>
        public int HttpPort = 80;

        /// <summary>Port of the echo service; 0 lets the stack choose, below 0 switches it off.</summary>
        public int EchoPort = 7;

        /// <summary>Clients that one service serves at a time; the next one is told 503 or closed.</summary>
        public int MaxClients = 3;

        /// <summary>Longest silence of a client, in milliseconds.</summary>
        public int IdleMs = 10000;

        /// <summary>Longest time from the first byte of a request to its end, in milliseconds.</summary>
        public int RequestMs = 3000;

        /// <summary>Longest wait for a client that does not read, in milliseconds.</summary>
        public int SendMs = 3000;

        /// <summary>Limits of the graceful close that ends each connection.</summary>
        public GracefulCloseOptions Close = new GracefulCloseOptions();
    }
}
