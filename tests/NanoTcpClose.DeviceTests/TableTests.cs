using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class TableTests
    {
        [TestMethod]
        public void States_HaveTheNumbersOfTheMib()
        {
            Assert.AreEqual(1, (int)TcpState.Closed);
            Assert.AreEqual(5, (int)TcpState.Established);
            Assert.AreEqual(6, (int)TcpState.FinWait1);
            Assert.AreEqual(11, (int)TcpState.TimeWait);
        }

        [TestMethod]
        public void Arrow_OfTheDiagram_IsLegal()
        {
            Assert.IsTrue(TransitionTable.IsLegal(
                TcpState.FinWait1, TcpState.FinWait2, TransitionCause.FinAcked));
            Assert.IsTrue(TransitionTable.IsLegal(
                TcpState.LastAck, TcpState.Closed, TransitionCause.FinAcked));
        }

        [TestMethod]
        public void Arrow_NotInTheDiagram_IsIllegal()
        {
            Assert.IsFalse(TransitionTable.IsLegal(
                TcpState.CloseWait, TcpState.TimeWait, TransitionCause.FinReceived));
            Assert.IsFalse(TransitionTable.IsLegal(
                TcpState.TimeWait, TcpState.Established, TransitionCause.SynAcked));
        }

        [TestMethod]
        public void Arrow_WithTheWrongCause_IsIllegal()
        {
            Assert.IsFalse(TransitionTable.IsLegal(
                TcpState.FinWait1, TcpState.FinWait2, TransitionCause.UserClose));
        }

        [TestMethod]
        public void NoFault_InAnyOfThese()
        {
            Rig rig = new Rig().IntoTimeWait();
            rig.Pass(200000);
            Assert.AreEqual(0u, rig.Count(EngineCounter.Faults));
        }
    }
}
