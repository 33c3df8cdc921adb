using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <summary>One connect call on a thread of its own: neither platform's Connect takes a time limit.</summary>
    internal sealed class ConnectAttempt
    {
        private readonly Socket _socket;
        private readonly EndPoint _remote;
        private readonly ManualResetEvent _done = new ManualResetEvent(false);
        private int _result = (int)CallResult.TimedOut;

        internal ConnectAttempt(Socket socket, EndPoint remote)
        {
            _socket = socket;
            _remote = remote;
        }

        /// <summary>Runs the attempt; when the time is over, the caller closes the socket, which ends the thread.</summary>
        internal int Run(int timeoutMs)
        {
            Thread thread = new Thread(Body);
            thread.Start();
            return _done.WaitOne(timeoutMs, false) ? _result : (int)CallResult.TimedOut;
        }

        private void Body()
        {
            try
            {
                _socket.Connect(_remote);
                _result = (int)CallResult.Ok;
            }
            catch (Exception exception)
            {
                _result = SocketErrors.Classify(exception);
            }

            _done.Set();
        }
    }
}
