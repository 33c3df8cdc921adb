// Invariant: for tests only; the board's build leaves this file empty.

#if !NANOFRAMEWORK_1_0
namespace NanoTcpClose
{
    /// <summary>A connection in a chosen state, for the conformance runner and the tests. Names as in the close scripts.</summary>
    internal sealed class EngineFixture
    {
        public TcpState State;
        public uint RemoteAddress;
        public int RemotePort;
        public int LocalPort;
        public uint SndNxt = 10000;
        public uint RcvNxt = 50000;
        public int RcvWnd = 1000;
        public int PeerWnd = 65535;
        public int Mss = 1000;
        public bool HalfClosed;
        public int Unacked;
        public int Unsent;
        public bool FinQueued;
        public int Unread;
        public bool HasOutOfOrderFin;
        public uint OutOfOrderFin;
        public bool Timestamps;
        public uint TsRecent = 1000;
        public uint TsNow = 5000;
        public int SrttMs;
        public long AgeMicroseconds;
    }
}
#endif
