using System.Collections.Generic;
using System.Linq;

namespace NanoTcpClose.Companion.Lab;

/// <summary>What one stack showed in one scenario.</summary>
internal sealed class LabColumn
{
    internal LabColumn(string name)
    {
        Name = name;
    }

    /// <summary>engine, or the kernel with its version.</summary>
    internal string Name { get; }

    internal List<LabStep> Steps { get; } = [];

    internal List<LabFigure> Figures { get; } = [];

    internal List<LabFlow> Flows { get; } = [];

    /// <summary>What stopped the script; null when it went to its end.</summary>
    internal string? Failure { get; set; }

    internal double TookMs { get; set; }

    internal int Stated => Figures.Count(f => f.Stated is not null);

    internal int AsStated => Figures.Count(f => f.Stated is not null && f.Good);

    internal bool Good => Failure is null && Stated > 0 && AsStated == Stated;
}
