using System;
using System.Net.Sockets;

namespace NanoTcpClose.Sockets
{
    /// <summary>Maps what sockets throw to results; nanoFramework's codes may be stale, so the mapping has a safe rest.</summary>
    internal static class SocketErrors
    {
        internal static int Classify(Exception exception)
        {
            switch (SocketPlatform.ErrorOf(exception))
            {
                case (int)SocketError.ConnectionRefused:
                    return (int)CallResult.Refused;
                case (int)SocketError.TimedOut:
                case (int)SocketError.HostUnreachable:
                case (int)SocketError.NetworkUnreachable:
                    return (int)CallResult.TimedOut;
                case (int)SocketError.ConnectionReset:
                case (int)SocketError.ConnectionAborted:
                case (int)SocketError.Shutdown:
                    return (int)CallResult.Reset;
                case (int)SocketError.WouldBlock:
                case (int)SocketError.InProgress:
                    return (int)CallResult.WouldBlock;
                case (int)SocketError.AddressAlreadyInUse:
                case (int)SocketError.AddressNotAvailable:
                    return (int)CallResult.InUse;
                case (int)SocketError.TooManyOpenSockets:
                case (int)SocketError.NoBufferSpaceAvailable:
                case (int)SocketError.ProcessLimit:
                    return (int)CallResult.Full;
                default:
                    return (int)CallResult.NoConnection;
            }
        }
    }
}
