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
        private const byte ObserveRoleOnLwip = 0x11;

        /// <summary>Starts the log first, so that everything after it can be followed, then the network and the services.</summary>
        public static void Main()
        {
            BoardProfile profile = BoardProfiles.For(SystemInfo.TargetName);
            Esp32Board board = new Esp32Board(profile, null);
            BoardAppOptions options = new BoardAppOptions();
            options.BootId = (uint)new Random().Next();
            options.DeviceId = WifiKeeper.DeviceId();
            options.StackSlots = profile.MaxSockets;
            options.RoleAndProfile = ObserveRoleOnLwip;
            BoardApp app = new BoardApp(board, options);
            board.Attach(app);
            app.Start();

            WifiKeeper wifi = new WifiKeeper();
            wifi.Join();
            StartServices(app);
            wifi.Keep();
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
