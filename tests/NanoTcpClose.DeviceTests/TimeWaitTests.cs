using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class TimeWaitTests
    {
        private const int FinAck = TcpFlags.Fin | TcpFlags.Ack;

        [TestMethod]
        public void Enter_FreesTheConnectionAtOnce()
        {
            Rig rig = new Rig().IntoTimeWait();
            Assert.AreEqual(3, rig.Engine.FreeConnections);
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
            Assert.AreEqual(1, rig.Engine.CountInState(TcpState.TimeWait));
        }

        [TestMethod]
        public void Expiry_ComesAfterTwiceMsl_NotBefore()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Pass(119999);
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
            rig.Pass(2);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void Expiry_ShorterMsl_IsHonoured()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.MslMs = 100;
            Rig rig = new Rig(options).IntoTimeWait();
            rig.Pass(201);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void RepeatedFin_IsAcknowledgedAgain()
        {
            Rig rig = new Rig().IntoTimeWait();
            int before = rig.Sent;
            rig.Peer(FinAck, 0, 1, 0);
            Assert.AreEqual(before + 1, rig.Sent);
            rig.Said(TcpFlags.Ack, 1, 1);
        }

        [TestMethod]
        public void RepeatedFin_RestartsTheTime()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Pass(100000);
            rig.Peer(FinAck, 0, 1, 0);
            rig.Pass(100000);
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
            rig.Pass(20001);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void Rst_IsIgnored()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Peer(TcpFlags.Rst, 1, 1, 0);
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void Rst_WithoutRfc1337_Ends()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.Rfc1337 = false;
            Rig rig = new Rig(options).IntoTimeWait();
            rig.Peer(TcpFlags.Rst, 1, 1, 0);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void NewSyn_WithListener_TakesOver()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Engine.Listen(Rig.OurPort);
            rig.Peer(TcpFlags.Syn, 100000, 0, 0);
            Assert.AreEqual(TcpFlags.Syn | TcpFlags.Ack, rig.Last.Flags);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
            Assert.AreEqual(1, rig.Happened(CloseEvent.Reused));
            Assert.IsTrue((int)(rig.Last.Seq - rig.Iss) > 0, "the new ISS is above the old SND.NXT");
        }

        [TestMethod]
        public void NewSyn_WithoutListener_DoesNotTakeOver()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Peer(TcpFlags.Syn, 100000, 0, 0);
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void OldSyn_IsChallenged()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Engine.Listen(Rig.OurPort);
            rig.Peer(TcpFlags.Syn, -1000, 0, 0);
            rig.Said(TcpFlags.Ack, 1, 1);
            Assert.AreEqual(1u, rig.Count(EngineCounter.ChallengeAcks));
        }

        [TestMethod]
        public void RstAfterChallenge_ClearsTheEntry()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Engine.Listen(Rig.OurPort);
            rig.Peer(TcpFlags.Syn, -1000, 0, 0);
            rig.Peer(TcpFlags.Rst, 1, 0, 0);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
        }

        [TestMethod]
        public void FullTable_EvictsTheOldest()
        {
            Rig rig = Fill(Rig.SmallOptions(), 4);
            Assert.AreEqual(3, rig.Engine.TimeWaitCount);
            Assert.AreEqual(1u, rig.Count(EngineCounter.Evictions));
            Assert.AreEqual(0, rig.Engine.Find(Rig.Theirs, 1000, Rig.OurPort));
            Assert.AreNotEqual(0, rig.Engine.Find(Rig.Theirs, 1003, Rig.OurPort));
        }

        [TestMethod]
        public void FullTable_Skip_KeepsTheOldOnes()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.SkipTimeWaitWhenFull = true;
            Rig rig = Fill(options, 4);
            Assert.AreEqual(3, rig.Engine.TimeWaitCount);
            Assert.AreEqual(1u, rig.Count(EngineCounter.TimeWaitOverflows));
            Assert.AreNotEqual(0, rig.Engine.Find(Rig.Theirs, 1000, Rig.OurPort));
        }

        [TestMethod]
        public void Connect_SameFourTuple_IsInUse()
        {
            Rig rig = new Rig().IntoTimeWait();
            int handle = rig.Engine.Connect(Rig.Theirs, Rig.PeerPort, Rig.OurPort, rig.Now);
            Assert.AreEqual((int)CallResult.InUse, handle);
        }

        /// <summary>Runs passive opens with active closes from different ports of the peer.</summary>
        private static Rig Fill(CloseEngineOptions options, int closes)
        {
            Rig rig = new Rig(options);
            for (int i = 0; i < closes; i++)
            {
                int port = 1000 + i;
                rig.EstablishPassive(port);
                rig.Close();
                rig.PeerFrom(port, FinAck, Rig.PeerIss + 1, rig.Iss + 2, 0);
                rig.Pass(10);
            }

            return rig;
        }
    }
}
