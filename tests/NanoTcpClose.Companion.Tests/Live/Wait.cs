using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace NanoTcpClose.Companion.Tests.Live;

/// <summary>Waits for a condition, generously, for the machine may be busy.</summary>
internal static class Wait
{
    internal static void For(Func<bool> condition, string what)
    {
        Stopwatch time = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(time.Elapsed.TotalSeconds < 30, "did not come in 30 s: " + what);
            Thread.Sleep(2);
        }
    }
}
