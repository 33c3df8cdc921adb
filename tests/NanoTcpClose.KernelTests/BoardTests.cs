using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using NanoTcpClose.VirtualBoard;
using NanoTcpClose.VirtualBoard.Linux;
using Xunit;

namespace NanoTcpClose.KernelTests;

/// <summary>The pseudo-terminal and the timer of the virtual board.</summary>
public sealed class BoardTests
{
    [Fact]
    public void PseudoTerminal_EveryByteValue_PassesUnchanged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals are used on Linux only");
        using PseudoTerminal terminal = new PseudoTerminal();
        byte[] all = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        Assert.True(terminal.Write(all, all.Length));
        using FileStream reader = new FileStream(terminal.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        byte[] got = new byte[all.Length];
        reader.ReadExactly(got);
        Assert.Equal(all, got);
    }

    [Fact]
    public void PseudoTerminal_NobodyReads_WriteIsRefusedInTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pseudo-terminals are used on Linux only");
        using PseudoTerminal terminal = new PseudoTerminal();
        Stopwatch watch = Stopwatch.StartNew();
        Assert.False(terminal.Write(new byte[1 << 17], 1 << 17));
        Assert.True(watch.ElapsedMilliseconds < 5000);
    }

    [Fact]
    public void DeadlineTimer_Armed_FiresOnceAndNeverEarly()
    {
        Stopwatch watch = Stopwatch.StartNew();
        long Now() => watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;
        int fired = 0;
        long firedAt = 0;
        using DeadlineTimer timer = new DeadlineTimer(Now, () =>
        {
            firedAt = Now();
            Interlocked.Increment(ref fired);
        });
        long deadline = Now() + 50000;
        timer.Arm(Now() + 10000);
        timer.Arm(deadline);
        Lab.WaitFor(() => Volatile.Read(ref fired) > 0, () => "the timer did not fire");
        Assert.True(firedAt >= deadline);
        Assert.Equal(1, fired);
    }
}
