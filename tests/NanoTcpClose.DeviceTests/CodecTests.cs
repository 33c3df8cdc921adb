using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class CodecTests
    {
        [TestMethod]
        public void Build_PlainAck_TakesFortyBytes()
        {
            Assert.AreEqual(40, SegmentCodec.HeaderLength(0, false));
            Assert.AreEqual(40, SegmentCodec.Build(new byte[64], Header(TcpFlags.Ack), 1));
        }

        [TestMethod]
        public void Build_Mss_TakesFourMore()
        {
            Assert.AreEqual(44, SegmentCodec.HeaderLength(536, false));
        }

        [TestMethod]
        public void Build_Timestamps_TakesTwelveMore()
        {
            Assert.AreEqual(52, SegmentCodec.HeaderLength(0, true));
        }

        [TestMethod]
        public void RoundTrip_Numbers_Survive()
        {
            SegmentHeader r = RoundTrip(Header(TcpFlags.Fin | TcpFlags.Ack));
            Assert.AreEqual(0xC0000201u, r.Source);
            Assert.AreEqual(0xC0000202u, r.Destination);
            Assert.AreEqual(0xFFFFFFF0u, r.Seq);
            Assert.AreEqual(0x80000001u, r.Ack);
            Assert.AreEqual(65535, r.SourcePort);
            Assert.AreEqual(1, r.DestinationPort);
            Assert.AreEqual(TcpFlags.Fin | TcpFlags.Ack, r.Flags);
            Assert.AreEqual(65535, r.Window);
            Assert.AreEqual(0, r.PayloadLength);
        }

        [TestMethod]
        public void RoundTrip_Mss_Survives()
        {
            SegmentHeader h = Header(TcpFlags.Syn);
            h.Mss = 1460;
            Assert.AreEqual(1460, RoundTrip(h).Mss);
        }

        [TestMethod]
        public void RoundTrip_Timestamps_Survive()
        {
            SegmentHeader h = Header(TcpFlags.Ack);
            h.HasTimestamps = true;
            h.TsVal = 0xFFFFFFFF;
            h.TsEcr = 7;
            SegmentHeader r = RoundTrip(h);
            Assert.IsTrue(r.HasTimestamps);
            Assert.AreEqual(0xFFFFFFFFu, r.TsVal);
            Assert.AreEqual(7u, r.TsEcr);
        }

        [TestMethod]
        public void RoundTrip_OddPayload_Survives()
        {
            byte[] packet = new byte[64];
            packet[40] = 0xAB;
            packet[41] = 0xCD;
            packet[42] = 0xEF;
            SegmentHeader h = Header(TcpFlags.Ack | TcpFlags.Psh);
            h.PayloadLength = 3;
            int length = SegmentCodec.Build(packet, h, 9);
            SegmentHeader r = new SegmentHeader();
            Assert.AreEqual((int)ParseResult.Ok, (int)SegmentCodec.Parse(packet, 0, length, r, true));
            Assert.AreEqual(3, r.PayloadLength);
            Assert.AreEqual(0xEF, (int)packet[r.PayloadOffset + 2]);
        }

        [TestMethod]
        public void Parse_AtAnOffset_Works()
        {
            byte[] packet = new byte[64];
            int length = SegmentCodec.Build(packet, Header(TcpFlags.Ack), 1);
            byte[] shifted = new byte[80];
            System.Array.Copy(packet, 0, shifted, 7, length);
            Assert.AreEqual((int)ParseResult.Ok, (int)SegmentCodec.Parse(shifted, 7, length, new SegmentHeader(), true));
        }

        [TestMethod]
        public void Parse_TrailingBytes_AreIgnored()
        {
            Assert.AreEqual((int)ParseResult.Ok, Parsed(0, 0, 46));
        }

        [TestMethod]
        public void Parse_WrongIpChecksum_IsRefused()
        {
            Assert.AreEqual((int)ParseResult.BadChecksum, Parsed(10, 0x5A, 40));
        }

        [TestMethod]
        public void Parse_WrongTcpChecksum_IsRefused()
        {
            Assert.AreEqual((int)ParseResult.BadChecksum, Parsed(24, 0x01, 40));
        }

        [TestMethod]
        public void Parse_Short_IsTruncated()
        {
            Assert.AreEqual((int)ParseResult.Truncated, Parsed(0, 0, 39));
            Assert.AreEqual((int)ParseResult.Truncated, Parsed(0, 0, 0));
        }

        [TestMethod]
        public void Parse_VersionSix_IsNotForUs()
        {
            Assert.AreEqual((int)ParseResult.NotForUs, Parsed(0, 0x45 ^ 0x65, 40));
        }

        [TestMethod]
        public void Parse_Udp_IsNotForUs()
        {
            Assert.AreEqual((int)ParseResult.NotForUs, Parsed(9, 6 ^ 17, 40));
        }

        private static int Parsed(int index, int flip, int length)
        {
            byte[] packet = new byte[64];
            SegmentCodec.Build(packet, Header(TcpFlags.Ack), 1);
            packet[index] ^= (byte)flip;
            return (int)SegmentCodec.Parse(packet, 0, length, new SegmentHeader(), true);
        }

        private static SegmentHeader RoundTrip(SegmentHeader header)
        {
            byte[] packet = new byte[64];
            int length = SegmentCodec.Build(packet, header, 1);
            SegmentHeader result = new SegmentHeader();
            Assert.AreEqual((int)ParseResult.Ok, (int)SegmentCodec.Parse(packet, 0, length, result, true));
            return result;
        }

        private static SegmentHeader Header(int flags)
        {
            SegmentHeader h = new SegmentHeader();
            h.Source = 0xC0000201;
            h.Destination = 0xC0000202;
            h.SourcePort = 65535;
            h.DestinationPort = 1;
            h.Seq = 0xFFFFFFF0;
            h.Ack = 0x80000001;
            h.Flags = flags;
            h.Window = 65535;
            return h;
        }
    }
}
