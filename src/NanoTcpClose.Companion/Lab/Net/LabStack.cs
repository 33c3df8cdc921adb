// Invariant: a stack shows the same face whether an engine or the kernel is behind it, so that one script plays both.

using System;

namespace NanoTcpClose.Companion.Lab.Net;

/// <summary>One TCP stack at one end of a link, with the calls that an application makes.</summary>
internal abstract class LabStack : IDisposable
{
    protected LabStack(uint address, LabClock clock)
    {
        Address = address;
        Clock = clock;
    }

    internal uint Address { get; }

    internal LabClock Clock { get; }

    /// <summary>Waits for connections on a port.</summary>
    internal abstract void Listen(int port);

    /// <summary>Opens a connection; negative when the stack refuses.</summary>
    internal abstract int Connect(uint remote, int remotePort, int localPort);

    /// <summary>The next connection of a listened port.</summary>
    internal abstract int Accept(int port);

    /// <summary>The full close: no more sending, no more reading.</summary>
    internal abstract void Close(int handle);

    /// <summary>The half-close: no more sending, reading goes on.</summary>
    internal abstract void ShutdownWrite(int handle);

    internal abstract void Send(int handle, byte[] data);

    /// <summary>Everything that is there to read.</summary>
    internal abstract byte[] Read(int handle);

    internal abstract TcpState State(int handle);

    /// <summary>none, reset or timed out: what the application is told.</summary>
    internal abstract string Error(int handle);

    /// <summary>Milliseconds left of the timer that bounds the present state; -1 when none runs.</summary>
    internal abstract double TimerMs(int handle);

    /// <summary>The next packet that the stack sends within a time; null when it is silent.</summary>
    internal abstract LabSegment? Take(double waitMs);

    /// <summary>A packet arrives.</summary>
    internal abstract void Put(byte[] packet);

    public virtual void Dispose()
    {
    }
}
