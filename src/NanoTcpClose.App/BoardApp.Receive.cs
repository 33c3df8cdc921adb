using System;
using System.Threading;

namespace NanoTcpClose.App
{
    /// <content>The thread that feeds packets from the link to the engine.</content>
    public sealed partial class BoardApp
    {
        private const int LinkPauseMs = 100;

        private int _linkFailures;

        private void ReceiveLoop()
        {
            byte[] packet = new byte[MaxPacketBytes];
            while (_running)
            {
                int length = ReceiveOne(packet);
                if (length < 0)
                {
                    return;
                }

                if (length > 0)
                {
                    Deliver(packet, length);
                }
            }
        }

        private int ReceiveOne(byte[] packet)
        {
            try
            {
                return _board.Link.Receive(packet, ReceiveWaitMs);
            }
            catch (Exception)
            {
                // Losing Wi-Fi can throw here; the link may come back, so the thread stays.
                _linkFailures++;
                Thread.Sleep(LinkPauseMs);
                return 0;
            }
        }

        private void Deliver(byte[] packet, int length)
        {
            lock (_gate)
            {
                _engine.SegmentArrives(packet, 0, length, _board.NowMicroseconds);
                AfterEngine();
            }
        }
    }
}
