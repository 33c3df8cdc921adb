using System.Collections.Generic;

namespace NanoTcpClose.Companion.Model;

/// <summary>A STATS record.</summary>
public sealed record BoardStats
{
    /// <summary>By <see cref="EngineCounter"/>.</summary>
    public IReadOnlyList<uint> Counters { get; init; } = [];

    /// <summary>By <see cref="TcpState"/>.</summary>
    public IReadOnlyList<int> ByState { get; init; } = [];

    /// <summary>TIME-WAIT entries in use.</summary>
    public int TimeWait { get; init; }

    /// <summary>Free connection slots.</summary>
    public int FreeConnections { get; init; }
}
