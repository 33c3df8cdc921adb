using System;

namespace NanoTcpClose.VirtualBoard.Linux;

/// <summary>Gives the calling thread the processor as soon as it wants it, as a board's timer interrupt has it.</summary>
public static class ThreadUrgency
{
    private const int LowestRealTime = 1;

    /// <summary>Real-time scheduling where the system permits it (as root on Linux); false, and nothing changed, elsewhere.</summary>
    public static bool Raise()
    {
        // Threads that this one starts are ordinary again: what works must not crowd out what waits.
        const int Policy = LibC.RoundRobin | LibC.ResetOnFork;
        return OperatingSystem.IsLinux() && LibC.SetScheduler(0, Policy, LowestRealTime) == 0;
    }
}
