using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class TraceTests
    {
        [TestMethod]
        public void New_IsEmpty()
        {
            TraceRing ring = new TraceRing(256);
            Assert.IsTrue(ring.IsEmpty);
            Assert.AreEqual(0, ring.Drain(new byte[256], 256, false));
        }

        [TestMethod]
        public void Transition_TakesAtMostSeventeenBytes()
        {
            TraceRing ring = OneTransition();
            byte[] output = new byte[256];
            int count = ring.Drain(output, 256, false);
            Assert.IsTrue(count >= 16 && count <= 17);
            Assert.IsTrue(ring.IsEmpty);
        }

        [TestMethod]
        public void Frame_StandsBetweenZeros()
        {
            byte[] output = new byte[256];
            int count = OneTransition().Drain(output, 256, false);
            Assert.AreEqual(0, (int)output[0]);
            Assert.AreEqual(0, (int)output[count - 1]);
            for (int i = 1; i < count - 1; i++)
            {
                Assert.AreNotEqual(0, (int)output[i], "a zero inside a frame");
            }
        }

        [TestMethod]
        public void TextSkin_IsOneShortLine()
        {
            byte[] output = new byte[256];
            int count = OneTransition().Drain(output, 256, true);
            Assert.IsTrue(count <= 81);
            Assert.AreEqual((int)'~', (int)output[0]);
            Assert.AreEqual((int)'1', (int)output[4]);
            Assert.AreEqual((int)'\n', (int)output[count - 1]);
            for (int i = 0; i < count - 1; i++)
            {
                Assert.IsTrue(output[i] >= 32 && output[i] < 127);
            }
        }

        [TestMethod]
        public void Budget_TooSmall_KeepsTheRecord()
        {
            TraceRing ring = OneTransition();
            Assert.AreEqual(0, ring.Drain(new byte[256], 8, false));
            Assert.IsFalse(ring.IsEmpty);
            Assert.IsTrue(ring.Drain(new byte[256], 256, false) > 0);
        }

        [TestMethod]
        public void Budget_IsNeverExceeded()
        {
            TraceRing ring = new TraceRing(512);
            for (int i = 0; i < 10; i++)
            {
                ring.Transition(1, 5, 6, 4, 0, (uint)i);
            }

            byte[] output = new byte[64];
            for (int i = 0; i < 20 && !ring.IsEmpty; i++)
            {
                Assert.IsTrue(ring.Drain(output, 40, false) <= 40);
            }

            Assert.IsTrue(ring.IsEmpty);
        }

        [TestMethod]
        public void Overflow_DropsTheOldestAndCounts()
        {
            TraceRing ring = new TraceRing(256);
            for (int i = 0; i < 100; i++)
            {
                ring.Transition(1, 5, 6, 4, 0, (uint)i);
            }

            Assert.AreEqual(100u, ring.RecordsBorn);
            Assert.IsTrue(ring.RecordsDropped > 50 && ring.RecordsDropped < 100);
        }

        [TestMethod]
        public void Hello_FitsABudget()
        {
            TraceRing ring = new TraceRing(256);
            ring.Hello(new TraceIdentity(), 1);
            int count = ring.Drain(new byte[256], 128, false);
            Assert.IsTrue(count > 30 && count <= 128);
        }

        [TestMethod]
        public void Stats_FitsABudget()
        {
            TraceRing ring = new TraceRing(512);
            ring.Stats(new uint[(int)EngineCounter.Count], new int[12], 0, 3, 1);
            int count = ring.Drain(new byte[256], 160, false);
            Assert.IsTrue(count > 30 && count <= 160);
        }

        [TestMethod]
        public void Engine_TracesAWholeClose()
        {
            TraceRing ring = new TraceRing(1024);
            Rig rig = new Rig(Rig.SmallOptions(), ring).IntoTimeWait();
            rig.Pass(120001);
            Assert.IsTrue(ring.RecordsBorn >= 6);
            Assert.AreEqual(0u, ring.RecordsDropped);
        }

        private static TraceRing OneTransition()
        {
            TraceRing ring = new TraceRing(256);
            ring.Transition(77, (int)TcpState.FinWait1, (int)TcpState.FinWait2, (int)TransitionCause.FinAcked, 1, 123456);
            return ring;
        }
    }
}
