// The one place where the board's Socket and the desktop's differ. Everything else in this project uses members of
// both.

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoTcpClose.Sockets
{
    /// <summary>The differences between nanoFramework's Socket and the desktop's.</summary>
    internal static class SocketPlatform
    {
#if NANOFRAMEWORK_1_0
        internal const bool HasHalfClose = false;

        // An Ethernet frame; lwIP hands out nothing longer.
        internal const int PacketBytes = 1600;
#else
        internal const bool HasHalfClose = true;

        // Linux joins segments on the way in; a copy may be as long as IPv4 allows.
        internal const int PacketBytes = 65536;
#endif

        /// <summary>Sends our FIN and keeps reading, where the platform can.</summary>
        internal static bool ShutdownWrite(Socket socket)
        {
#if NANOFRAMEWORK_1_0
            return false;
#else
            try
            {
                socket.Shutdown(SocketShutdown.Send);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
#endif
        }

        /// <summary>Makes the next Close throw unsent data away with a RST, as far as the stack goes along.</summary>
        internal static void LingerZero(Socket socket)
        {
            try
            {
#if NANOFRAMEWORK_1_0
                // The int overload sets the time; on lwIP 0 means RST when data is unsent or unacknowledged, else FIN.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Linger, 0);
#else
                socket.LingerState = new LingerOption(true, 0);
#endif
            }
            catch (Exception)
            {
                // A connection that is gone already needs no RST.
            }
        }

        /// <summary>Gets the SocketError number of an exception; -1 when it is not a socket's.</summary>
        internal static int ErrorOf(Exception exception)
        {
            SocketException error = exception as SocketException;
            if (error == null)
            {
                return (int)SocketError.SocketError;
            }
#if NANOFRAMEWORK_1_0
            return error.ErrorCode;
#else
            return (int)error.SocketErrorCode;
#endif
        }

        /// <summary>
        /// Takes a port before connecting, so that copies of the answer are known. 0 when that is not possible.
        /// </summary>
        internal static int TakePort(Socket socket)
        {
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, 0));
                return ((IPEndPoint)socket.LocalEndPoint).Port;
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <summary>
        /// The error that the stack holds of this connection, seen without reading data away; 0: none.
        /// </summary>
        internal static int PendingError(Socket socket)
        {
            try
            {
                return (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error);
            }
            catch (Exception)
            {
                return 0;
            }
        }

        /// <summary>What a pending error says of the peer's FIN: Linux has EPIPE for a reset that meets CLOSE-WAIT.</summary>
        internal static FinBeforeReset FinBefore(int error)
        {
#if !NANOFRAMEWORK_1_0
            if (OperatingSystem.IsLinux() && error == (int)SocketError.ConnectionReset)
            {
                return FinBeforeReset.No;
            }

            if (OperatingSystem.IsLinux() && error == (int)SocketError.Shutdown)
            {
                return FinBeforeReset.Yes;
            }
#endif
            return FinBeforeReset.Unknown;
        }

        /// <summary>Room for bursts where the platform has it: a copy that finds none is lost.</summary>
        internal static void WidenReceive(Socket socket)
        {
#if !NANOFRAMEWORK_1_0
            socket.ReceiveBufferSize = 4 << 20;
#endif
        }

        /// <summary>The profile of the stack that this platform has.</summary>
        internal static StackProfile OwnProfile()
        {
#if NANOFRAMEWORK_1_0
            return StackProfile.Lwip();
#else
            return OperatingSystem.IsLinux() ? StackProfile.Linux() : StackProfile.Rfc();
#endif
        }

        /// <summary>
        /// Closes for good and swallows what the platform says about it: there is nothing left to do.
        /// </summary>
        internal static void CloseQuietly(Socket socket)
        {
            try
            {
                socket.Close();
            }
            catch (Exception)
            {
                // Closing twice, or a stack that lost its network, must not reach the caller.
            }
        }
    }
}
