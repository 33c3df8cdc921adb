using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>Echo (RFC 862): what comes goes back, until the client closes or falls silent.</summary>
    internal sealed class EchoHandler : IClientHandler
    {
        private const int BufferBytes = 512;

        private readonly byte[] _buffer = new byte[BufferBytes];
        private readonly int _idleMs;

        internal EchoHandler(int idleMs)
        {
            _idleMs = idleMs;
        }

        /// <inheritdoc/>
        public bool Serve(TrackedSocket client)
        {
            while (true)
            {
                int count = client.Receive(_buffer, 0, BufferBytes, _idleMs);
                if (count <= 0 || client.Send(_buffer, 0, count) != count)
                {
                    return false;
                }
            }
        }

        /// <inheritdoc/>
        public void Refuse(TrackedSocket client)
        {
            // Echo has no way to say "busy"; the close that follows says it.
        }
    }
}
