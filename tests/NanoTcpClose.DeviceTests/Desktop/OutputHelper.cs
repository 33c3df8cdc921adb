#if !NANOFRAMEWORK_1_0
using System;

namespace nanoFramework.TestFramework
{
    /// <summary>Stands for the board's output.</summary>
    public static class OutputHelper
    {
        public static void WriteLine(string message)
        {
            Console.WriteLine(message);
        }
    }
}
#endif
