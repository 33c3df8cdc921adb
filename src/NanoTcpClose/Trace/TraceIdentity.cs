// Invariant: the content of a HELLO record: who writes this trace, and with what limits.

namespace NanoTcpClose
{
    /// <summary>What a board says of itself at boot, on request and from time to time (NTCL/1 HELLO).</summary>
    public sealed class TraceIdentity
    {
        /// <summary>A number that is new at every boot; it starts an epoch.</summary>
        public uint BootId;

        /// <summary>Six bytes that name the device, for example its MAC address.</summary>
        public byte[] DeviceId = new byte[6];

        /// <summary>Ticks per second of the trace.</summary>
        public uint TickHz = 8000;

        /// <summary>Version hash of the record layouts.</summary>
        public uint SchemaHash = TraceRing.SchemaHash;

        /// <summary>Version of the firmware that writes.</summary>
        public uint BuildId;

        /// <summary>Connection slots.</summary>
        public int Connections;

        /// <summary>TIME-WAIT entries.</summary>
        public int TimeWaitEntries;

        /// <summary>2 x MSL in milliseconds.</summary>
        public uint TimeWaitMs;

        /// <summary>Role in the high nibble (0 drive, 1 observe, 2 simulate), stack profile in the low one (0 RFC, 1 lwIP, 2 Linux).</summary>
        public int RoleAndProfile;
    }
}
