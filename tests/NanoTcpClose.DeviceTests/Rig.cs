// Invariant: one engine at 192.0.2.1 against a peer at 192.0.2.2 that says exactly what the test makes it say. Sequence
// numbers in the tests are offsets: 0 is the first byte after the SYN of either side.

using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    /// <summary>An engine, its link, and a scripted peer.</summary>
    internal sealed class Rig : ICloseEngineHost
    {
        internal const uint Ours = 0xC0000201;
        internal const uint Theirs = 0xC0000202;
        internal const uint PeerIss = 50000;
        internal const int OurPort = 4000;
        internal const int PeerPort = 80;
        internal const int PeerWindow = 8000;

        internal readonly CloseEngine Engine;
        internal readonly SegmentHeader Last = new SegmentHeader();
        internal readonly int[] Events = new int[16];

        internal long Now;
        internal int Sent;
        internal int Handle;
        internal uint Iss;
        internal bool RefuseSends;
        internal CloseEvent CloseAt;
        internal CloseEvent AbortAt;

        private readonly SegmentHeader _peer = new SegmentHeader();
        private readonly byte[] _packet = new byte[400];

        internal Rig()
            : this(SmallOptions(), null)
        {
        }

        internal Rig(CloseEngineOptions options)
            : this(options, null)
        {
        }

        internal Rig(CloseEngineOptions options, TraceRing trace)
        {
            Engine = new CloseEngine(options, Ours, this, trace, 0);
        }

        /// <summary>Little memory, so that many engines fit on a board one after the other.</summary>
        internal static CloseEngineOptions SmallOptions()
        {
            CloseEngineOptions options = new CloseEngineOptions();
            options.Connections = 3;
            options.TimeWaitEntries = 3;
            options.Listeners = 2;
            options.ReceiveBuffer = 256;
            options.SendBuffer = 256;
            options.Mss = 100;
            options.FixedIsn = true;
            options.TraceSegments = false;
            return options;
        }

        public bool Transmit(byte[] datagram, int length)
        {
            if (RefuseSends)
            {
                return false;
            }

            Sent++;
            ParseResult result = SegmentCodec.Parse(datagram, 0, length, Last, true);
            Assert.AreEqual((int)ParseResult.Ok, (int)result, "the engine sends well-formed packets");
            return true;
        }

        public void OnEvent(int handle, CloseEvent what, int value)
        {
            Events[(int)what]++;
            if (what == CloseAt)
            {
                Engine.Close(handle, Now);
            }
            else if (what == AbortAt)
            {
                Engine.Abort(handle, Now);
            }
        }

        /// <summary>Lets the peer send a segment; offsets count from the first byte after each SYN.</summary>
        internal void Peer(int flags, int seqOffset, int ackOffset, int payload)
        {
            PeerFrom(PeerPort, flags, PeerIss + 1 + (uint)seqOffset, Iss + 1 + (uint)ackOffset, payload);
        }

        internal void PeerFrom(int port, int flags, uint seq, uint ack, int payload)
        {
            SegmentHeader h = _peer;
            h.Source = Theirs;
            h.Destination = Ours;
            h.SourcePort = port;
            h.DestinationPort = OurPort;
            h.Flags = flags;
            h.Seq = seq;
            h.Ack = (flags & TcpFlags.Ack) != 0 ? ack : 0;
            h.Window = PeerWindow;
            h.PayloadLength = payload;
            h.Mss = (flags & TcpFlags.Syn) != 0 ? 100 : 0;
            int at = SegmentCodec.HeaderLength(h.Mss, false);
            for (int i = 0; i < payload; i++)
            {
                _packet[at + i] = (byte)(i + 1);
            }

            int length = SegmentCodec.Build(_packet, h, 1);
            Engine.SegmentArrives(_packet, 0, length, Now);
        }

        /// <summary>Opens actively.</summary>
        internal Rig Establish()
        {
            Handle = Engine.Connect(Theirs, PeerPort, OurPort, Now);
            Iss = Last.Seq;
            Peer(TcpFlags.Syn | TcpFlags.Ack, -1, 0, 0);
            Is(TcpState.Established);
            return this;
        }

        /// <summary>Opens passively, from a port of the peer.</summary>
        internal Rig EstablishPassive(int port)
        {
            Engine.Listen(OurPort);
            PeerFrom(port, TcpFlags.Syn, PeerIss, 0, 0);
            Iss = Last.Seq;
            PeerFrom(port, TcpFlags.Ack, PeerIss + 1, Iss + 1, 0);
            Handle = Engine.Accept(OurPort);
            Is(TcpState.Established);
            return this;
        }

        /// <summary>Opens, and closes with the peer's help, into TIME-WAIT.</summary>
        internal Rig IntoTimeWait()
        {
            Establish();
            Close();
            Peer(TcpFlags.Ack, 0, 1, 0);
            Peer(TcpFlags.Fin | TcpFlags.Ack, 0, 1, 0);
            Is(TcpState.TimeWait);
            return this;
        }

        internal int Close()
        {
            return Engine.Close(Handle, Now);
        }

        /// <summary>Lets time pass in the steps that the engine asks for.</summary>
        internal void Pass(int milliseconds)
        {
            long end = Now + (milliseconds * 1000L);
            for (int i = 0; i < 1000 && Engine.NextDeadline <= end; i++)
            {
                Now = Engine.NextDeadline > Now ? Engine.NextDeadline : Now;
                Engine.Advance(Now);
            }

            Now = end;
            Engine.Advance(Now);
        }

        internal void Is(TcpState expected)
        {
            Assert.AreEqual((int)expected, (int)Engine.StateOf(Handle), "state");
        }

        /// <summary>The last segment that the engine sent.</summary>
        internal void Said(int flags, int seqOffset, int ackOffset)
        {
            Assert.AreEqual(flags, Last.Flags, "flags");
            Assert.AreEqual(Iss + 1 + (uint)seqOffset, Last.Seq, "sequence number");
            if ((flags & TcpFlags.Ack) != 0)
            {
                Assert.AreEqual(PeerIss + 1 + (uint)ackOffset, Last.Ack, "acknowledgement");
            }
        }

        internal uint Count(EngineCounter counter)
        {
            return Engine.Counters[(int)counter];
        }

        internal int Happened(CloseEvent what)
        {
            return Events[(int)what];
        }
    }
}
