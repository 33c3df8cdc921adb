using System;
using System.Net;
using System.Threading;
using nanoFramework.Runtime.Native;
using NanoTcpClose.App;

namespace NanoTcpClose.Esp32
{
    /// <summary>The flashable application.</summary>
    public static class Program
    {
        private const int RetryMs = 2000;
        private const byte DriveRole = 0x00;
        private const byte ObserveRoleOnLwip = 0x11;

        /// <summary>Starts the log first, so that everything after it can be followed, then the network and the services.</summary>
        public static void Main()
        {
            bool drives = !string.IsNullOrEmpty(AppSettings.LinkAddress);
            LatePacketLink link = drives ? new LatePacketLink() : null;
            BoardApp app = StartApp(link);
            NetworkKeeper network = new NetworkKeeper(new WifiNetwork());
            new Thread(() => StartNetworked(app, network, link)).Start();
            network.Run(app);
        }

        /// <summary>What needs an address, in a thread of its own, for the main one keeps the network.</summary>
        private static void StartNetworked(BoardApp app, NetworkKeeper network, LatePacketLink link)
        {
            network.WaitUp(Timeout.Infinite);
            if (link != null)
            {
                IPAddress peer = IPAddress.Parse(AppSettings.LinkAddress);
                link.Open(new UdpPacketLink(AppSettings.LinkPort, new IPEndPoint(peer, AppSettings.LinkPort)));
            }

            StartServices(app, network);
            if (!string.IsNullOrEmpty(AppSettings.ReportAddress))
            {
                IPAddress address = IPAddress.Parse(AppSettings.ReportAddress);
                IPEndPoint target = new IPEndPoint(address, AppSettings.ReportPort);
                new Reporter(app, target, AppSettings.ReportIntervalMs).Start();
            }
        }

        private static BoardApp StartApp(IPacketLink link)
        {
            BoardProfile profile = BoardProfiles.For(SystemInfo.TargetName);
            Esp32Board board = new Esp32Board(profile, link);
            Random random = new Random();
            BoardAppOptions options = new BoardAppOptions();
            options.BootId = (uint)random.Next();
            options.DeviceId = WifiNetwork.DeviceId();
            options.StackSlots = profile.MaxSockets;
            options.ObservesSockets = link == null;
            options.RoleAndProfile = link == null ? ObserveRoleOnLwip : DriveRole;
            options.Engine.Secret0 = (uint)random.Next();

            // Random starts from the clock at boot; how long joining the network took adds microseconds nobody knows.
            options.Engine.Secret1 = (uint)random.Next() ^ ((uint)board.NowMicroseconds * 0x9E3779B1);
            BoardApp app = new BoardApp(board, options);
            board.Attach(app);
            app.Start();
            return app;
        }

        /// <summary>Tries until the ports open: right after joining, the stack may not be ready for listeners.</summary>
        private static void StartServices(BoardApp app, NetworkKeeper network)
        {
            BoardServices services = new BoardServices(app, network, new ServiceOptions());
            while (!services.Start(IPAddress.Any))
            {
                Thread.Sleep(RetryMs);
            }
        }
    }
}
