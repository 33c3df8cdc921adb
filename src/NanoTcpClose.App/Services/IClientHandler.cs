using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Serves the clients of one service; each client slot has a handler of its own.</summary>
    internal interface IClientHandler
    {
        /// <summary>Talks to one client until it is done. The caller closes the socket.</summary>
        /// <returns>True when the client said that it sends no more: then there is nothing to wait for before the FIN.</returns>
        bool Serve(TrackedSocket client);

        /// <summary>Answers a client for which there is no room, in one short send.</summary>
        void Refuse(TrackedSocket client);
    }
}
