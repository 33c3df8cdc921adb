// The name makes this file the last of the list, and so the last class that runs on a board: a run that was cut short, which
// nanoCLR reports as success, lacks the line.

using nanoFramework.TestFramework;

namespace NanoTcpClose.DeviceTests
{
    [TestClass]
    public class ZzMarkerTests
    {
        [TestMethod]
        public void EndOfRun()
        {
            OutputHelper.WriteLine("NanoTcpClose device tests: end of run");
        }
    }
}
