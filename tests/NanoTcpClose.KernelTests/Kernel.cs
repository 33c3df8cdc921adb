using System;
using NanoTcpClose.VirtualBoard;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>Skips a test with the reason where the kernel may not be used; with CI=true that is a failure.</summary>
internal static class Kernel
{
    internal static void Require()
    {
        if (KernelPeer.IsAvailable(out string why))
        {
            return;
        }

        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI must run the kernel tests: " + why);
        Assert.Skip(why);
    }
}
