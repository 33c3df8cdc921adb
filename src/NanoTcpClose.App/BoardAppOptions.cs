using NanoTcpClose.Sockets;

namespace NanoTcpClose.App
{
    /// <summary>
    /// What a board sets before it starts the application. Plain values, read once by the constructor.
    /// </summary>
    public sealed class BoardAppOptions
    {
        /// <summary>Options of the engine in its drive role.</summary>
        public CloseEngineOptions Engine = new CloseEngineOptions();

        /// <summary>IPv4 address of the drive role, first octet on top; 192.0.2.1 is 0xC0000201.</summary>
        public uint LocalAddress = 0xC0000201;

        /// <summary>Capacity of the trace ring in bytes.</summary>
        public int TraceBytes = 8192;

        /// <summary>
        /// Most bytes that one pass writes to the log line, so that the log never starves the application.
        /// </summary>
        public int LogBudgetBytes = 512;

        /// <summary>Shortest time between two writes to the log line, in milliseconds.</summary>
        public int LogIntervalMs = 10;

        /// <summary>Silence on a log line that failed, before the next attempt, in milliseconds.</summary>
        public int LogRetryMs = 1000;

        /// <summary>Longest time between two HELLO records, in milliseconds.</summary>
        public int HelloPeriodMs = 10000;

        /// <summary>Most records between two HELLO records.</summary>
        public int HelloRecords = 256;

        /// <summary>
        /// Number that tells this boot from the others; a receiver starts a new epoch when it changes.
        /// </summary>
        public uint BootId;

        /// <summary>Six bytes that name this device, for example its MAC address.</summary>
        public byte[] DeviceId = new byte[6];

        /// <summary>Number of the build that runs.</summary>
        public uint BuildId = 0x00010000;

        /// <summary>Connections that the board's own stack can hold, TIME-WAIT included.</summary>
        public int StackSlots = 16;

        /// <summary>How long the board's own stack holds TIME-WAIT, in milliseconds.</summary>
        public int StackTimeWaitMs = 120000;

        /// <summary>
        /// First number in the trace of the stack's own connections; 0 keeps them apart from those of the engine, which
        /// start at 1.
        /// </summary>
        public int FirstSocketSerial;

        /// <summary>
        /// How the board's own stack behaves; null for the stack of this platform with StackTimeWaitMs.
        /// </summary>
        public StackProfile Stack;

        /// <summary>
        /// Whether copies with a wrong TCP checksum are dropped; off where hardware fills checksums in.
        /// </summary>
        public bool VerifyTapChecksums = true;

        /// <summary>
        /// Whether the observe role starts when the network comes up: states of the board's own sockets from copies of their
        /// segments.
        /// </summary>
        public bool ObservesSockets;

        /// <summary>Role in the high nibble and stack profile in the low nibble, as HELLO tells it.</summary>
        public byte RoleAndProfile;
    }
}
