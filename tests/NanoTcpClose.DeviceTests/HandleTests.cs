using System;
using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class HandleTests
    {
        [TestMethod]
        public void Handle_IsAboveZero()
        {
            Rig rig = new Rig().Establish();
            Assert.IsTrue(rig.Handle > 0);
        }

        [TestMethod]
        public void Unknown_IsAnError()
        {
            Rig rig = new Rig();
            Assert.IsTrue(rig.Engine.Close(0, 0) < 0);
            Assert.IsTrue(rig.Engine.Close(-1, 0) < 0);
            Assert.IsTrue(rig.Engine.Close(int.MaxValue, 0) < 0);
            Assert.AreEqual((int)TcpState.Closed, (int)rig.Engine.StateOf(int.MaxValue));
        }

        [TestMethod]
        public void CloseTwice_IsHarmless()
        {
            Rig rig = new Rig().Establish();
            rig.Close();
            int sent = rig.Sent;
            Assert.AreEqual((int)CallResult.Closing, rig.Close());
            Assert.AreEqual(sent, rig.Sent);
            rig.Is(TcpState.FinWait1);
        }

        [TestMethod]
        public void AbortTwice_IsHarmless()
        {
            Rig rig = new Rig().Establish();
            rig.Engine.Abort(rig.Handle, 0);
            int sent = rig.Sent;
            Assert.IsTrue(rig.Engine.Abort(rig.Handle, 0) < 0);
            Assert.AreEqual(sent, rig.Sent);
        }

        [TestMethod]
        public void Stale_TouchesNothing()
        {
            Rig rig = new Rig().Establish();
            int old = rig.Handle;
            rig.Engine.Abort(old, 0);
            rig.Establish();
            int sent = rig.Sent;
            Assert.AreNotEqual(old, rig.Handle);
            Assert.IsTrue(rig.Engine.Close(old, 0) < 0);
            Assert.IsTrue(rig.Engine.Send(old, new byte[1], 0, 1, 0) < 0);
            Assert.AreEqual(sent, rig.Sent);
            rig.Is(TcpState.Established);
        }

        [TestMethod]
        public void Find_GivesTheHandle()
        {
            Rig rig = new Rig().Establish();
            Assert.AreEqual(rig.Handle, rig.Engine.Find(Rig.Theirs, Rig.PeerPort, Rig.OurPort));
            Assert.AreEqual(0, rig.Engine.Find(Rig.Theirs, Rig.PeerPort + 1, Rig.OurPort));
        }

        [TestMethod]
        public void Serial_Counts()
        {
            Rig rig = new Rig().Establish();
            int first = rig.Engine.SerialOf(rig.Handle);
            rig.Engine.Abort(rig.Handle, 0);
            rig.Establish();
            Assert.AreEqual(first + 1, rig.Engine.SerialOf(rig.Handle));
        }

        [TestMethod]
        public void Full_IsRefusedWithItsName()
        {
            Rig rig = new Rig();
            for (int i = 0; i < 3; i++)
            {
                Assert.IsTrue(rig.Engine.Connect(Rig.Theirs, 80, 5000 + i, 0) > 0);
            }

            Assert.AreEqual((int)CallResult.Full, rig.Engine.Connect(Rig.Theirs, 80, 6000, 0));
            Assert.AreEqual(1, rig.Happened(CloseEvent.RefusedFull));
        }

        [TestMethod]
        public void LastSlot_IsTold()
        {
            Rig rig = new Rig();
            for (int i = 0; i < 3; i++)
            {
                rig.Engine.Connect(Rig.Theirs, 80, 5000 + i, 0);
            }

            Assert.AreEqual(1, rig.Happened(CloseEvent.LastSlot));
        }

        [TestMethod]
        public void Misuse_Throws()
        {
            Rig rig = new Rig().Establish();
            Assert.ThrowsException(typeof(ArgumentNullException), () => rig.Engine.Send(rig.Handle, null, 0, 1, 0));
        }
    }
}
