using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class MemoryTests
    {
        private const int FinAck = TcpFlags.Fin | TcpFlags.Ack;

        [TestMethod]
        public void ThousandCloses_TakeNoMemory()
        {
            Rig rig = new Rig();
            CloseOnce(rig);
            long before = FreeMemory.Look();
            for (int i = 0; i < 1000; i++)
            {
                CloseOnce(rig);
            }

            long after = FreeMemory.Look();
            Assert.AreEqual(before, after, "free heap");
            Assert.AreEqual(3, rig.Engine.FreeConnections);
            Assert.AreEqual(0u, rig.Count(EngineCounter.Faults));
        }

        [TestMethod]
        public void TraceRing_TakesNoMemory()
        {
            TraceRing ring = new TraceRing(256);
            byte[] output = new byte[128];
            FillAndDrain(ring, output);
            long before = FreeMemory.Look();
            for (int i = 0; i < 50; i++)
            {
                FillAndDrain(ring, output);
            }

            Assert.AreEqual(before, FreeMemory.Look(), "free heap");
        }

        [TestMethod]
        public void TextSkin_TakesNoMemory()
        {
            TraceRing ring = new TraceRing(256);
            byte[] output = new byte[128];
            ring.Transition(1, 5, 6, 4, 0, 1);
            ring.Drain(output, 128, true);
            long before = FreeMemory.Look();
            for (int i = 0; i < 50; i++)
            {
                ring.Transition(1, 5, 6, 4, 0, 1);
                ring.Drain(output, 128, true);
            }

            Assert.AreEqual(before, FreeMemory.Look(), "free heap");
        }

        /// <summary>Opens passively and closes actively; the table of TIME-WAIT is full after three and evicts.</summary>
        private static void CloseOnce(Rig rig)
        {
            rig.Now += 1000;
            int port = 1000 + (int)(rig.Now / 1000 % 20000);
            rig.EstablishPassive(port);
            rig.Close();
            rig.PeerFrom(port, FinAck, Rig.PeerIss + 1, rig.Iss + 2, 0);
        }

        private static void FillAndDrain(TraceRing ring, byte[] output)
        {
            for (int i = 0; i < 30; i++)
            {
                ring.Transition(i, 5, 6, 4, 0, (uint)i);
            }

            for (int i = 0; i < 10; i++)
            {
                ring.Drain(output, 128, false);
            }
        }
    }
}
