// Invariant: the observer is called under the monitor's lock, and never while this socket's own call is under way.

using System;
using System.Net;
using System.Net.Sockets;

namespace NanoTcpClose.Sockets
{
    /// <content>What the calls made tell the observer.</content>
    public sealed partial class TrackedSocket
    {
        private readonly byte[] _peek = new byte[1];

        internal static uint AddressOf(IPEndPoint point)
        {
            byte[] bytes = point.Address.GetAddressBytes();
            return ((uint)bytes[0] << 24) | ((uint)bytes[1] << 16) | ((uint)bytes[2] << 8) | bytes[3];
        }

        private void TellConnecting(IPEndPoint remote)
        {
            _localPort = SocketPlatform.TakePort(_socket);
            lock (_monitor.Gate)
            {
                _handle = _monitor.Observer.Connecting(
                    _monitor.LocalAddress, _localPort, AddressOf(remote), remote.Port, _monitor.Clock.NowMicroseconds);
                _serial = _monitor.Observer.SerialOf(_handle);
            }

            _monitor.Join(this);
            _monitor.CheckSlots(_handle);
        }

        private void TellAccepted()
        {
            _monitor.Sync();
            try
            {
                IPEndPoint local = (IPEndPoint)_socket.LocalEndPoint;
                IPEndPoint remote = (IPEndPoint)_socket.RemoteEndPoint;
                _localPort = local.Port;
                _remotePort = remote.Port;
                uint localAddress = AddressOf(local);
                uint remoteAddress = AddressOf(remote);
                lock (_monitor.Gate)
                {
                    _handle = _monitor.Observer.Accept(
                        localAddress, _localPort, remoteAddress, remote.Port, _monitor.Clock.NowMicroseconds);
                    _serial = _monitor.Observer.SerialOf(_handle);
                }
            }
            catch (Exception)
            {
                // A peer that was gone before we looked has no end point any more: nothing is left to follow.
                _handle = 0;
            }

            _monitor.Join(this);
            _monitor.CheckSlots(_handle);
        }

        private void TellConnected(int result)
        {
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                long now = _monitor.Clock.NowMicroseconds;
                if (result == (int)CallResult.Ok)
                {
                    _monitor.Observer.Connected(_handle, now);
                }
                else
                {
                    _monitor.Observer.ConnectFailed(_handle, result == (int)CallResult.Refused, now);
                }
            }
        }

        private void TellSent(int count)
        {
            lock (_monitor.Gate)
            {
                _monitor.Observer.Sent(_handle, count);
            }
        }

        private void TellReceived(int count)
        {
            lock (_monitor.Gate)
            {
                _bytesReceived += count;
                _monitor.Observer.Received(_handle, count, _monitor.Clock.NowMicroseconds);
            }
        }

        private void TellEndOfData()
        {
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                _monitor.Observer.EndOfData(_handle, _monitor.Clock.NowMicroseconds);
            }
        }

        private void TellReset(FinBeforeReset fin)
        {
            _broken = true;
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                _monitor.Observer.ResetSeen(_handle, fin, _monitor.Clock.NowMicroseconds);
            }
        }

        private void TellCallReturned()
        {
            _monitor.Sync();
            lock (_monitor.Gate)
            {
                _monitor.Observer.CallReturned(_handle, _monitor.Clock.NowMicroseconds);
            }
        }

        /// <summary>
        /// Looks at the socket without reading: the bytes that wait, with an end or a reset told to the observer.
        /// </summary>
        private PeerCondition Look(out int unread)
        {
            unread = 0;
            try
            {
                int error = SocketPlatform.PendingError(_socket);
                if (_broken || error != 0)
                {
                    TellReset(SocketPlatform.FinBefore(error));
                    return PeerCondition.Broken;
                }

                if (!_socket.Poll(0, SelectMode.SelectRead))
                {
                    return PeerCondition.Idle;
                }

                unread = _socket.Available;
                if (unread > 0)
                {
                    return PeerCondition.DataWaiting;
                }

                if (_socket.Receive(_peek, 0, 1, SocketFlags.Peek) > 0)
                {
                    unread = _socket.Available;
                    return PeerCondition.DataWaiting;
                }

                TellEndOfData();
                return PeerCondition.PeerClosed;
            }
            catch (Exception exception)
            {
                if (SocketErrors.Classify(exception) == (int)CallResult.Reset)
                {
                    TellReset(FinBefore(exception));
                }

                return PeerCondition.Broken;
            }
        }

        /// <summary>
        /// Of a reset that a read or a write meets only ECONNRESET tells; EPIPE is said of every one after the first.
        /// </summary>
        private static FinBeforeReset FinBefore(Exception exception)
        {
            int error = SocketPlatform.ErrorOf(exception);
            bool first = error == (int)SocketError.ConnectionReset;
            return first ? SocketPlatform.FinBefore(error) : FinBeforeReset.Unknown;
        }
    }
}
