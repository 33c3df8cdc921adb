using System;
using System.Diagnostics;
using System.Threading;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>The time of the machine, for the kernel's timers run on no other.</summary>
internal sealed class RealClock : LabClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    internal override long NowUs => _watch.Elapsed.Ticks / TimeSpan.TicksPerMicrosecond;

    internal override void WaitUntil(long atUs)
    {
        long left = atUs - NowUs;
        if (left > 0)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(left));
        }
    }
}
