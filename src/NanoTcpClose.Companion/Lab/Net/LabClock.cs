namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>The time of a bench: virtual for engines, real for the kernel.</summary>
internal abstract class LabClock
{
    /// <summary>Microseconds since an origin of its own.</summary>
    internal abstract long NowUs { get; }

    /// <summary>Milliseconds since the same origin.</summary>
    internal double NowMs => NowUs / 1000.0;

    /// <summary>Lets time pass.</summary>
    internal abstract void WaitUntil(long atUs);

    /// <summary>Lets time pass.</summary>
    internal void Wait(double milliseconds)
    {
        WaitUntil(NowUs + (long)(milliseconds * 1000));
    }
}
