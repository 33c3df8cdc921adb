namespace NanoTcpClose.App
{
    /// <content>The user calls of the drive role: the engine's, under the lock and with the board's clock.</content>
    public sealed partial class BoardApp
    {
        /// <summary>Opens a connection actively; it is established when <see cref="StateOf"/> says so.</summary>
        /// <param name="remoteAddress">IPv4 address of the peer, first octet on top.</param>
        /// <param name="remotePort">Port of the peer.</param>
        /// <param name="localPort">Our port; 0 for an ephemeral one.</param>
        /// <returns>A handle above 0, or a <see cref="CallResult"/>.</returns>
        public int Connect(uint remoteAddress, int remotePort, int localPort)
        {
            lock (_gate)
            {
                int result = _engine.Connect(remoteAddress, remotePort, localPort, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Lets peers open connections to a port.</summary>
        /// <param name="port">Our port.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int Listen(int port)
        {
            lock (_gate)
            {
                return _engine.Listen(port);
            }
        }

        /// <summary>Takes a listener away; its connections stay.</summary>
        /// <param name="port">Our port.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int Unlisten(int port)
        {
            lock (_gate)
            {
                return _engine.Unlisten(port);
            }
        }

        /// <summary>Takes the next connection that a peer opened to a port.</summary>
        /// <param name="port">Our port.</param>
        /// <returns>A handle above 0, or a <see cref="CallResult"/>.</returns>
        public int Accept(int port)
        {
            lock (_gate)
            {
                return _engine.Accept(port);
            }
        }

        /// <summary>Queues data; less than all of it is taken when the buffer is full.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="data">Holds the bytes.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Number of bytes.</param>
        /// <returns>Number of bytes taken, or a <see cref="CallResult"/>.</returns>
        public int Send(int handle, byte[] data, int offset, int count)
        {
            lock (_gate)
            {
                int result = _engine.Send(handle, data, offset, count, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Takes data that arrived in order.</summary>
        /// <param name="handle">The connection.</param>
        /// <param name="data">Receives the bytes.</param>
        /// <param name="offset">Index of the first byte.</param>
        /// <param name="count">Most bytes to take.</param>
        /// <returns>Number of bytes, or a <see cref="CallResult"/> such as EndOfData.</returns>
        public int Receive(int handle, byte[] data, int offset, int count)
        {
            lock (_gate)
            {
                int result = _engine.Receive(handle, data, offset, count, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Closes a connection in order (RFC 9293 3.10.4).</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int Close(int handle)
        {
            lock (_gate)
            {
                int result = _engine.Close(handle, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Aborts a connection with a RST (RFC 9293 3.10.5).</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int Abort(int handle)
        {
            lock (_gate)
            {
                int result = _engine.Abort(handle, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Closes our direction only; reading goes on (RFC 9293 3.6).</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int ShutdownWrite(int handle)
        {
            lock (_gate)
            {
                int result = _engine.ShutdownWrite(handle, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }

        /// <summary>Stops reading; sending goes on.</summary>
        /// <param name="handle">The connection.</param>
        /// <returns>A <see cref="CallResult"/>.</returns>
        public int ShutdownRead(int handle)
        {
            lock (_gate)
            {
                int result = _engine.ShutdownRead(handle, _board.NowMicroseconds);
                AfterEngine();
                return result;
            }
        }
    }
}
