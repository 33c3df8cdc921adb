// Invariant: no credentials are in the source. They were stored in the board by the flash tool, and the stack keeps them.

using System;
using System.Net.NetworkInformation;
using System.Threading;
using nanoFramework.Networking;

namespace NanoTcpClose.Esp32
{
    /// <summary>Joins Wi-Fi with the stored credentials, and joins again, with growing pauses, when it was lost.</summary>
    internal sealed class WifiKeeper
    {
        private const int FirstPauseMs = 1000;
        private const int LongestPauseMs = 60000;
        private const int CheckMs = 1000;
        private const int JoinMs = 20000;
        private const string NoAddress = "0.0.0.0";

        /// <summary>Waits until the board has an address. Returns at once when it has one.</summary>
        internal void Join()
        {
            int pauseMs = FirstPauseMs;
            while (!HasAddress())
            {
                TryJoin();
                if (WaitForAddress(pauseMs))
                {
                    return;
                }

                pauseMs = pauseMs * 2 > LongestPauseMs ? LongestPauseMs : pauseMs * 2;
            }
        }

        /// <summary>Watches for ever; after a loss it joins again. Never returns.</summary>
        internal void Keep()
        {
            while (true)
            {
                Thread.Sleep(CheckMs);
                Join();
            }
        }

        /// <summary>Gets six bytes that name this board: its MAC address, zeros while it is not known.</summary>
        internal static byte[] DeviceId()
        {
            byte[] id = new byte[6];
            try
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                if (all.Length > 0 && all[0].PhysicalAddress != null)
                {
                    byte[] address = all[0].PhysicalAddress;
                    Array.Copy(address, id, address.Length < id.Length ? address.Length : id.Length);
                }
            }
            catch (Exception)
            {
                // A name of zeros is better than no start.
            }

            return id;
        }

        private static void TryJoin()
        {
            try
            {
                // The radio joins with what the configuration block holds; the token bounds the wait for an address.
                CancellationTokenSource limit = new CancellationTokenSource(JoinMs);
                WifiNetworkHelper.Reconnect(false, 0, limit.Token);
            }
            catch (Exception)
            {
                // No adapter yet, or no stored credentials: the next attempt comes after the pause.
            }
        }

        private static bool WaitForAddress(int pauseMs)
        {
            for (int waited = 0; waited < pauseMs; waited += CheckMs)
            {
                Thread.Sleep(CheckMs);
                if (HasAddress())
                {
                    return true;
                }
            }

            return false;
        }

        private static bool HasAddress()
        {
            try
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < all.Length; i++)
                {
                    string address = all[i].IPv4Address;
                    if (!string.IsNullOrEmpty(address) && address != NoAddress)
                    {
                        return true;
                    }
                }
            }
            catch (Exception)
            {
                // An interface that cannot be read has no address.
            }

            return false;
        }
    }
}
