namespace NanoTcpClose.Esp32
{
    /// <summary>What an owner of a board may want to change before building. Wi-Fi credentials are not among it.</summary>
    internal static class AppSettings
    {
        /// <summary>IPv4 address that gets a report at an interval; empty for none.</summary>
        internal const string ReportAddress = "";

        /// <summary>TCP port of the reports.</summary>
        internal const int ReportPort = 7777;

        /// <summary>Pause between two reports, in milliseconds.</summary>
        internal const int ReportIntervalMs = 60000;

        /// <summary>IPv4 address of the peer of the drive role, reached over UDP; empty for no drive role.</summary>
        internal const string LinkAddress = "";

        /// <summary>UDP port of the drive role, ours and the peer's.</summary>
        internal const int LinkPort = 7778;
    }
}
