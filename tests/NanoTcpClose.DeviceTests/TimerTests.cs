using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class TimerTests
    {
        private const int FinAck = TcpFlags.Fin | TcpFlags.Ack;

        [TestMethod]
        public void Idle_HasNoDeadline()
        {
            Rig rig = new Rig().Establish();
            rig.Pass(2000);
            Assert.IsTrue(rig.Engine.NextDeadline == long.MaxValue);
        }

        [TestMethod]
        public void Fin_IsRepeatedAfterOneSecond_NotBefore()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            int sent = rig.Sent;
            rig.Pass(999);
            Assert.AreEqual(sent, rig.Sent);
            rig.Pass(2);
            Assert.AreEqual(sent + 1, rig.Sent);
            rig.Said(FinAck, 0, 0);
        }

        [TestMethod]
        public void Fin_PauseDoubles()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            int sent = rig.Sent;
            rig.Pass(2999);
            Assert.AreEqual(sent + 1, rig.Sent);
            rig.Pass(2);
            Assert.AreEqual(sent + 2, rig.Sent);
            rig.Pass(4001);
            Assert.AreEqual(sent + 3, rig.Sent);
        }

        [TestMethod]
        public void Fin_GivenUpAfterR2()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            rig.Pass(119900);
            rig.Is(TcpState.FinWait1);
            rig.Pass(200);
            rig.Is(TcpState.Closed);
            Assert.AreEqual(1, rig.Happened(CloseEvent.TimedOut));
        }

        [TestMethod]
        public void LastAck_IsBoundedByR2()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Close();
            rig.Pass(120100);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void Closing_IsBoundedByR2()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Is(TcpState.Closing);
            rig.Pass(120100);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void FinWait2_FullClose_EndsAfterItsBound()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            rig.Peer(TcpFlags.Ack, 0, 1, 0);
            rig.Pass(59999);
            rig.Is(TcpState.FinWait2);
            rig.Pass(2);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void FinWait2_HalfClose_HasNoBound()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.ShutdownWrite(rig.Handle, rig.Now);
            rig.Peer(TcpFlags.Ack, 0, 1, 0);
            rig.Pass(3600000);
            rig.Is(TcpState.FinWait2);
        }

        [TestMethod]
        public void UserTimeout_EndsUnacknowledgedData()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.UserTimeoutMs = 5000;
            Rig rig = new Rig(options).Establish();
            rig.Engine.Send(rig.Handle, new byte[4], 0, 4, rig.Now);
            rig.Pass(4999);
            rig.Is(TcpState.Established);
            rig.Pass(2);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void CloseWait_LeakIsToldOnce()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Pass(59999);
            Assert.AreEqual(0, rig.Happened(CloseEvent.CloseWaitLeak));
            rig.Pass(2);
            Assert.AreEqual(1, rig.Happened(CloseEvent.CloseWaitLeak));
            rig.Pass(600000);
            Assert.AreEqual(1, rig.Happened(CloseEvent.CloseWaitLeak));
            rig.Is(TcpState.CloseWait);
        }

        [TestMethod]
        public void Linger_AbortsWhenItsTimeIsOver()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.LingerMs = 500;
            Rig rig = new Rig(options).Establish();
            rig.Close();
            rig.Pass(501);
            rig.Is(TcpState.Closed);
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
        }

        [TestMethod]
        public void LingerZero_ResetsAtClose()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.LingerMs = 0;
            Rig rig = new Rig(options).Establish();
            rig.Close();
            rig.Is(TcpState.Closed);
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
        }

        [TestMethod]
        public void RefusedSend_IsTriedAgain()
        {
            Rig rig = new Rig().Establish();
            rig.RefuseSends = true;
            rig.Close();
            rig.Is(TcpState.FinWait1);
            rig.RefuseSends = false;
            int sent = rig.Sent;
            rig.Pass(1100);
            Assert.IsTrue(rig.Sent > sent);
            rig.Said(FinAck, 0, 0);
        }

        [TestMethod]
        public void LateCall_FiresWhatIsDue()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Now += 500000000;
            rig.Engine.Advance(rig.Now);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
        }
    }
}
