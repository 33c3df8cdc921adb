using System;
using System.Collections.Generic;

namespace NanoTcpClose.Companion.Lab;

/// <summary>How the stacks of a scenario differ from their defaults.</summary>
internal sealed record LabSetup
{
    /// <summary>Options of the engine that is the client.</summary>
    internal Action<CloseEngineOptions> Client { get; init; } = _ => { };

    /// <summary>Options of the engine that is the server, or the only one.</summary>
    internal Action<CloseEngineOptions> Server { get; init; } = _ => { };

    /// <summary>Parameters net.ipv4.NAME of both kernels.</summary>
    internal IReadOnlyList<(string Name, string Value)> Parameters { get; init; } = [];

    /// <summary>The engine's server closes from its data-arrived event.</summary>
    internal bool CloseAtEnd { get; init; }

    /// <summary>Write the trace that the flow is drawn from.</summary>
    internal bool Traced { get; init; } = true;

    /// <summary>The hand-made peer offers timestamps (RFC 7323).</summary>
    internal bool Stamps { get; init; }

    /// <summary>One way over the virtual link, milliseconds.</summary>
    internal double DelayMs { get; init; } = 10;
}
