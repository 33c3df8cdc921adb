// Invariant: no credentials are in the source. The flash tool stored them in the board, and they are read from there.

using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using NanoTcpClose.App;

namespace NanoTcpClose.Esp32
{
    /// <summary>The Wi-Fi station of an ESP32.</summary>
    internal sealed class WifiNetwork : INetwork
    {
        private const string NoAddress = "0.0.0.0";

        private WifiAdapter _adapter;

        /// <inheritdoc/>
        public string Address
        {
            get
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < all.Length; i++)
                {
                    string address = all[i].IPv4Address;
                    if (!string.IsNullOrEmpty(address) && address != NoAddress)
                    {
                        return address;
                    }
                }

                return null;
            }
        }

        /// <inheritdoc/>
        public void Join()
        {
            Wireless80211Configuration stored = Stored();
            if (stored == null || string.IsNullOrEmpty(stored.Ssid))
            {
                return;
            }

            if (_adapter == null)
            {
                // Kept for good: it holds events of the runtime, and there is one radio.
                _adapter = WifiAdapter.FindAllAdapters()[0];
            }

            _adapter.Connect(stored.Ssid, WifiReconnectionKind.Automatic, stored.Password);
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

        /// <summary>The configuration of the first wireless station interface, or null when there is none.</summary>
        private static Wireless80211Configuration Stored()
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211)
                {
                    return Wireless80211Configuration.GetAllWireless80211Configurations()[all[i].SpecificConfigId];
                }
            }

            return null;
        }
    }
}
