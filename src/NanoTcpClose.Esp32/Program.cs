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
            WifiKeeper wifi = new WifiKeeper();
            IPacketLink link = null;
            if (!string.IsNullOrEmpty(AppSettings.LinkAddress))
            {
                // The link's socket needs the network, so in the drive role the log has to wait for it.
                wifi.Join();
                link = OpenLink();
            }

            BoardApp app = StartApp(link);
            wifi.Join();
            StartServices(app);
            if (!string.IsNullOrEmpty(AppSettings.ReportAddress))
            {
                IPAddress address = IPAddress.Parse(AppSettings.ReportAddress);
                IPEndPoint target = new IPEndPoint(address, AppSettings.ReportPort);
                new Reporter(app, target, AppSettings.ReportIntervalMs).Start();
            }

            wifi.Keep();
        }

        private static IPacketLink OpenLink()
        {
            IPAddress address = IPAddress.Parse(AppSettings.LinkAddress);
            return new UdpPacketLink(AppSettings.LinkPort, new IPEndPoint(address, AppSettings.LinkPort));
        }

        private static BoardApp StartApp(IPacketLink link)
        {
            BoardProfile profile = BoardProfiles.For(SystemInfo.TargetName);
            Esp32Board board = new Esp32Board(profile, link);
            Random random = new Random();
            BoardAppOptions options = new BoardAppOptions();
            options.BootId = (uint)random.Next();
            options.DeviceId = WifiKeeper.DeviceId();
            options.StackSlots = profile.MaxSockets;
            options.RoleAndProfile = link == null ? ObserveRoleOnLwip : DriveRole;
            options.Engine.Secret0 = (uint)random.Next();
            options.Engine.Secret1 = (uint)random.Next();
            BoardApp app = new BoardApp(board, options);
            board.Attach(app);
            app.Start();
            return app;
        }

        /// <summary>Tries until the ports open: right after joining, the stack may not be ready for listeners.</summary>
        private static void StartServices(BoardApp app)
        {
            while (true)
            {
                BoardServices services = new BoardServices(app, new ServiceOptions());
                if (services.Start(IPAddress.Any))
                {
                    return;
                }

                services.Stop();
                Thread.Sleep(RetryMs);
            }
        }
    }
}
