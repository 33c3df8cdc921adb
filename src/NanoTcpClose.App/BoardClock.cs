using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>The board's clock as the sockets want it.</summary>
    internal sealed class BoardClock : ISocketClock
    {
        private readonly IBoard _board;

        internal BoardClock(IBoard board)
        {
            _board = board;
        }

        /// <inheritdoc/>
        public long NowMicroseconds
        {
            get { return _board.NowMicroseconds; }
        }
    }
}
