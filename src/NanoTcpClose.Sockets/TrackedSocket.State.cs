using System;
using System.Net;
using System.Threading;

namespace NanoTcpClose.Sockets
{
    /// <content>The state as it follows from the calls made. The caller of each method names the event, not the state.</content>
    public sealed partial class TrackedSocket
    {
        private const int FirstShift = 24;
        private const int SecondShift = 16;
        private const int ThirdShift = 8;

        private static uint AddressOf(IPEndPoint point)
        {
            byte[] bytes = point.Address.GetAddressBytes();
            return ((uint)bytes[0] << FirstShift) | ((uint)bytes[1] << SecondShift)
                | ((uint)bytes[2] << ThirdShift) | bytes[3];
        }

        private void Enter(bool active)
        {
            Interlocked.Exchange(ref _entered, 1);
            _serial = _monitor.Enter();
            TellOpened(active);
        }

        private void TellOpened(bool active)
        {
            try
            {
                IPEndPoint local = (IPEndPoint)_socket.LocalEndPoint;
                IPEndPoint remote = (IPEndPoint)_socket.RemoteEndPoint;
                _monitor.Opened(_serial, AddressOf(local), local.Port, AddressOf(remote), remote.Port, active);
            }
            catch (Exception)
            {
                // A peer that was gone before we looked has no end point to tell; the transitions still come.
            }
        }

        /// <summary>Our FIN goes out: FIN-WAIT-1 when we are first, LAST-ACK when the peer was.</summary>
        private void FinGoesOut(TransitionCause cause)
        {
            if (_state == TcpState.CloseWait)
            {
                Move(TcpState.LastAck, cause, 0);
            }
            else if (_state == TcpState.Established)
            {
                _weClosedFirst = true;
                Move(TcpState.FinWait1, cause, 0);
            }
        }

        /// <summary>The peer's FIN was met. That ours is acknowledged by then is likely, not certain.</summary>
        private void PeerEnded()
        {
            lock (_lock)
            {
                if (_state == TcpState.Established)
                {
                    Move(TcpState.CloseWait, TransitionCause.FinReceived, 0);
                }
                else if (_state == TcpState.FinWait1)
                {
                    Move(TcpState.FinWait2, TransitionCause.FinAcked, SocketMonitor.Uncertain);
                    Move(TcpState.TimeWait, TransitionCause.FinReceived, SocketMonitor.Uncertain);
                }
            }
        }

        /// <summary>The one place that changes the state; counted and traced by the monitor.</summary>
        private void Move(TcpState to, TransitionCause cause, int flags)
        {
            lock (_lock)
            {
                TcpState from = _state;
                if (from == to)
                {
                    return;
                }

                _state = to;
                _monitor.Transition(_serial, from, to, cause, flags);
            }
        }
    }
}
