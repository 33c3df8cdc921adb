// A notice is plain text between two frames of the log: a receiver passes it through, a person without one can read it.

using System;
using System.Net;
using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <content>What happens when the network comes up, and the notice that tells people about it.</content>
    public sealed partial class BoardApp
    {
        private const int NoticeBytes = 80;

        private readonly byte[] _notice = new byte[NoticeBytes];
        private int _noticeLength;
        private string _observedAddress = string.Empty;

        /// <summary>
        /// Tells that the board has an address, a new one or again. In the observe role the tap follows it. The log says
        /// where the status page is.
        /// </summary>
        /// <param name="address">The board's IPv4 address in dotted decimals.</param>
        /// <exception cref="ArgumentNullException">The address is null.</exception>
        public void NetworkCameUp(string address)
        {
            if (address == null)
            {
                throw new ArgumentNullException();
            }

            if (_options.ObservesSockets && address != _observedAddress)
            {
                // A raw socket is bound to an address and hears nothing under another one.
                _sockets.StopObserving();
                bool observes = ObserveSockets(IPAddress.Parse(address), TapMode.Always, false);
                _observedAddress = observes ? address : string.Empty;
            }

            Notice("NanoTcpClose: http://" + address + "/");
            SayHello();
        }

        /// <summary>Puts one line of text into the log; a notice that is still waiting is replaced.</summary>
        /// <param name="text">ASCII text; what is longer than a line of the console is cut.</param>
        /// <exception cref="ArgumentNullException">The text is null.</exception>
        public void Notice(string text)
        {
            if (text == null)
            {
                throw new ArgumentNullException();
            }

            lock (_gate)
            {
                int count = text.Length < NoticeBytes - 4 ? text.Length : NoticeBytes - 4;
                _notice[0] = (byte)'\r';
                _notice[1] = (byte)'\n';
                for (int i = 0; i < count; i++)
                {
                    _notice[2 + i] = (byte)text[i];
                }

                _notice[2 + count] = (byte)'\r';
                _notice[3 + count] = (byte)'\n';
                _noticeLength = count + 4;
            }

            _wake.Set();
        }

        /// <summary>Moves the waiting notice into a buffer; 0 when there is none. The caller holds the lock.</summary>
        private int TakeNotice(byte[] buffer)
        {
            int count = _noticeLength < buffer.Length ? _noticeLength : buffer.Length;
            Array.Copy(_notice, buffer, count);
            _noticeLength = 0;
            return count;
        }
    }
}
