namespace NanoTcpClose.DeviceTests
{
    /// <summary>Tells whether memory was taken between two looks: free heap on the board, allocated bytes on the desktop.</summary>
    internal static class FreeMemory
    {
        internal static long Look()
        {
#if NANOFRAMEWORK_1_0
            // The first run frees, the second one measures what is left after finalizers ran.
            nanoFramework.Runtime.Native.GC.Run(true);
            return nanoFramework.Runtime.Native.GC.Run(true);
#else
            return -System.GC.GetAllocatedBytesForCurrentThread();
#endif
        }
    }
}
