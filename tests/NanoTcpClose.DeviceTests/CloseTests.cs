using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class CloseTests
    {
        private const int FinAck = TcpFlags.Fin | TcpFlags.Ack;

        [TestMethod]
        public void Established_Close_SendsFin()
        {
            Rig rig = new Rig().Establish();
            Assert.AreEqual((int)CallResult.Ok, rig.Close());
            rig.Is(TcpState.FinWait1);
            rig.Said(FinAck, 0, 0);
        }

        [TestMethod]
        public void FinWait1_AckOfFin_EntersFinWait2()
        {
            Rig rig = Closing();
            rig.Peer(TcpFlags.Ack, 0, 1, 0);
            rig.Is(TcpState.FinWait2);
        }

        [TestMethod]
        public void FinWait1_OldAck_Stays()
        {
            Rig rig = Closing();
            rig.Peer(TcpFlags.Ack, 0, 0, 0);
            rig.Is(TcpState.FinWait1);
        }

        [TestMethod]
        public void FinWait1_FinFromPeer_EntersClosing()
        {
            Rig rig = Closing();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Is(TcpState.Closing);
            rig.Said(TcpFlags.Ack, 1, 1);
        }

        [TestMethod]
        public void FinWait1_FinAndAck_EntersTimeWait()
        {
            Rig rig = Closing();
            rig.Peer(FinAck, 0, 1, 0);
            rig.Is(TcpState.TimeWait);
            rig.Said(TcpFlags.Ack, 1, 1);
        }

        [TestMethod]
        public void FinWait2_Fin_EntersTimeWait()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Said(TcpFlags.Ack, 1, 1);
            Assert.AreEqual(1, rig.Happened(CloseEvent.CloseFinished));
        }

        [TestMethod]
        public void Closing_AckOfFin_EntersTimeWait()
        {
            Rig rig = Closing();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Peer(TcpFlags.Ack, 1, 1, 0);
            rig.Is(TcpState.TimeWait);
        }

        [TestMethod]
        public void Established_Fin_EntersCloseWait()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Is(TcpState.CloseWait);
            rig.Said(TcpFlags.Ack, 0, 1);
        }

        [TestMethod]
        public void CloseWait_Close_EntersLastAck()
        {
            Rig rig = PeerClosed();
            rig.Close();
            rig.Is(TcpState.LastAck);
            rig.Said(FinAck, 0, 1);
        }

        [TestMethod]
        public void LastAck_AckOfFin_EntersClosed()
        {
            Rig rig = PeerClosed();
            rig.Close();
            rig.Peer(TcpFlags.Ack, 1, 1, 0);
            rig.Is(TcpState.Closed);
            Assert.AreEqual(0, rig.Engine.TimeWaitCount);
            Assert.AreEqual(3, rig.Engine.FreeConnections);
        }

        [TestMethod]
        public void Established_DataAndFin_AreBothTaken()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck | TcpFlags.Psh, 0, 0, 5);
            rig.Is(TcpState.CloseWait);
            rig.Said(TcpFlags.Ack, 0, 6);
            byte[] data = new byte[16];
            Assert.AreEqual(5, rig.Engine.Receive(rig.Handle, data, 0, 16, rig.Now));
            Assert.AreEqual(5, (int)data[4]);
            Assert.AreEqual((int)CallResult.EndOfData, rig.Engine.Receive(rig.Handle, data, 0, 16, rig.Now));
        }

        [TestMethod]
        public void Established_FinBeforeItsData_WaitsForIt()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck, 4, 0, 0);
            rig.Is(TcpState.Established);
            rig.Peer(TcpFlags.Ack, 0, 0, 4);
            rig.Is(TcpState.CloseWait);
            rig.Said(TcpFlags.Ack, 0, 5);
        }

        [TestMethod]
        public void HalfClose_PeerData_StillArrives()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.ShutdownWrite(rig.Handle, rig.Now);
            rig.Is(TcpState.FinWait1);
            rig.Peer(TcpFlags.Ack, 0, 1, 0);
            rig.Peer(TcpFlags.Ack, 0, 1, 8);
            rig.Is(TcpState.FinWait2);
            Assert.AreEqual(8, rig.Engine.Receive(rig.Handle, new byte[16], 0, 16, rig.Now));
        }

        [TestMethod]
        public void HalfClose_Send_IsClosing()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.ShutdownWrite(rig.Handle, rig.Now);
            Assert.AreEqual((int)CallResult.Closing, rig.Engine.Send(rig.Handle, new byte[4], 0, 4, rig.Now));
        }

        [TestMethod]
        public void CloseWait_Send_StillWorks()
        {
            Rig rig = PeerClosed();
            Assert.AreEqual(4, rig.Engine.Send(rig.Handle, new byte[4], 0, 4, rig.Now));
            Assert.AreEqual(4, rig.Last.PayloadLength);
        }

        [TestMethod]
        public void Close_WithUnsentData_SendsItBeforeFin()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.Send(rig.Handle, new byte[30], 0, 30, rig.Now);
            rig.Close();
            rig.Peer(TcpFlags.Ack, 0, 30, 0);
            rig.Is(TcpState.FinWait1);
            rig.Peer(TcpFlags.Ack, 0, 31, 0);
            rig.Is(TcpState.FinWait2);
        }

        [TestMethod]
        public void Close_DataAfterFullClose_IsReset()
        {
            Rig rig = Closing();
            rig.Peer(TcpFlags.Ack, 0, 1, 0);
            rig.Peer(TcpFlags.Ack, 0, 1, 5);
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void Abort_SendsRst()
        {
            Rig rig = new Rig().Establish();
            Assert.AreEqual((int)CallResult.Ok, rig.Engine.Abort(rig.Handle, rig.Now));
            Assert.IsTrue((rig.Last.Flags & TcpFlags.Rst) != 0);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void ExactRst_EndsEveryState()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Rst, 0, 0, 0);
            rig.Is(TcpState.Closed);
            rig = Closing();
            rig.Peer(TcpFlags.Rst, 0, 0, 0);
            rig.Is(TcpState.Closed);
            rig = PeerClosed();
            rig.Peer(TcpFlags.Rst, 1, 0, 0);
            rig.Is(TcpState.Closed);
        }

        [TestMethod]
        public void Reset_IsToldOnce()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(TcpFlags.Rst, 0, 0, 0);
            Assert.AreEqual(1, rig.Happened(CloseEvent.ResetByPeer));
        }

        [TestMethod]
        public void Transitions_AcrossTheWrap_Work()
        {
            CloseEngineOptions options = Rig.SmallOptions();
            options.Isn = 0xFFFFFFFF;
            Rig rig = new Rig(options).IntoTimeWait();
            Assert.AreEqual(1, rig.Engine.TimeWaitCount);
        }

        private static Rig Closing()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            return rig;
        }

        private static Rig PeerClosed()
        {
            Rig rig = new Rig().Establish();
            rig.Peer(FinAck, 0, 0, 0);
            rig.Is(TcpState.CloseWait);
            return rig;
        }
    }
}
