using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class PolicyTests
    {
        private const int FinAck = TcpFlags.Fin | TcpFlags.Ack;

        [TestMethod]
        public void UnreadData_FullClose_Resets()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            rig.Close();
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void UnreadData_Drain_SendsFin()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.DrainUnreadAtClose = true;
            Rig rig = new Rig(options).Establish();
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            rig.Close();
            rig.Is(TcpState.FinWait1);
            rig.Said(FinAck, 0, 5);
        }

        [TestMethod]
        public void InWindowSyn_IsChallenged()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Syn, 5, 0, 0);
            rig.Said(TcpFlags.Ack, 0, 0);
            rig.Is(TcpState.Established);
            Assert.AreEqual(1u, rig.Count(EngineCounter.ChallengeAcks));
        }

        [TestMethod]
        public void InWindowRst_IsChallenged()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Rst, 5, 0, 0);
            rig.Is(TcpState.Established);
            rig.Said(TcpFlags.Ack, 0, 0);
        }

        [TestMethod]
        public void OutOfWindowRst_IsIgnored()
        {
            Rig rig = new Rig().Establish();
            int sent = rig.Sent;
            rig.Peer(TcpFlags.Rst, 100000, 0, 0);
            rig.Is(TcpState.Established);
            Assert.AreEqual(sent, rig.Sent);
        }

        [TestMethod]
        public void AckOfTheUnsent_IsAnswered()
        {
            Rig rig = new Rig().Establish();
            int sent = rig.Sent;
            rig.Peer(TcpFlags.Ack, 0, 500, 0);
            rig.Is(TcpState.Established);
            Assert.AreEqual(sent + 1, rig.Sent);
            rig.Said(TcpFlags.Ack, 0, 0);
        }

        [TestMethod]
        public void ChallengeBudget_IsKept()
        {
            Rig rig = new Rig().Establish();
            int sent = rig.Sent;
            for (int i = 0; i < 5; i++)
            {
                rig.Peer(TcpFlags.Syn, 5, 0, 0);
            }

            Assert.AreEqual(sent + 1, rig.Sent);
            Assert.AreEqual(4u, rig.Count(EngineCounter.ChallengeLimited));
        }

        [TestMethod]
        public void OldData_IsAcknowledgedAgain()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            rig.Said(TcpFlags.Ack, 0, 5);
            Assert.AreEqual(5, rig.Engine.Receive(rig.Handle, new byte[16], 0, 16, rig.Now));
        }

        [TestMethod]
        public void ZeroWindow_PureFin_IsTaken()
        {
            Rig rig = FullWindow(false);
            rig.Peer(FinAck, 256, 0, 0);
            rig.Is(TcpState.CloseWait);
        }

        [TestMethod]
        public void ZeroWindow_Strict_FinIsRefused()
        {
            Rig rig = FullWindow(true);
            rig.Peer(FinAck, 256, 0, 0);
            rig.Is(TcpState.Established);
        }

        [TestMethod]
        public void ShutdownRead_DropsData()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.ShutdownRead(rig.Handle, rig.Now);
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            rig.Is(TcpState.Established);
            rig.Said(TcpFlags.Ack, 0, 5);
        }

        [TestMethod]
        public void ShutdownReadReset_ResetsData()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.ShutdownReadReset = true;
            Rig rig = new Rig(options).Establish();
            rig.Engine.ShutdownRead(rig.Handle, rig.Now);
            rig.Peer(TcpFlags.Ack, 0, 0, 5);
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void FullPool_EvictClosing_MakesRoom()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.EvictClosing = true;
            options.Connections = 1;
            Rig rig = new Rig(options).Establish();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Close();
            rig.Is(TcpState.LastAck);
            Assert.IsTrue(rig.Engine.Connect(Rig.Theirs, 81, 5000, rig.Now) > 0);
            Assert.AreEqual(1u, rig.Count(EngineCounter.Evictions));
        }

        [TestMethod]
        public void FullPool_CloseWait_IsNeverEvicted()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.EvictClosing = true;
            options.Connections = 1;
            Rig rig = new Rig(options).Establish();
            rig.Peer(FinAck, 0, 0, 0);
            Assert.AreEqual((int)CallResult.Full, rig.Engine.Connect(Rig.Theirs, 81, 5000, rig.Now));
            rig.Is(TcpState.CloseWait);
        }

        [TestMethod]
        public void BadChecksum_IsCountedAndDropped()
        {
            Rig rig = new Rig();
            byte[] packet = new byte[40];
            SegmentHeader h = new SegmentHeader();
            h.Source = Rig.Theirs;
            h.Destination = Rig.Ours;
            SegmentCodec.Build(packet, h, 1);
            packet[30] ^= 1;
            rig.Engine.SegmentArrives(packet, 0, 40, 0);
            Assert.AreEqual(1u, rig.Count(EngineCounter.BadChecksum));
            Assert.AreEqual(0, rig.Sent);
        }

        private static Rig FullWindow(bool strict)
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.ZeroWindowFinStrict = strict;
            Rig rig = new Rig(options).Establish();
            rig.Peer(TcpFlags.Ack, 0, 0, 100);
            rig.Peer(TcpFlags.Ack, 100, 0, 100);
            rig.Peer(TcpFlags.Ack, 200, 0, 56);
            Assert.AreEqual(0, rig.Last.Window);
            return rig;
        }
    }
}
