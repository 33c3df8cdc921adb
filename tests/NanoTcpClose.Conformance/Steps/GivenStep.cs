using System.Collections.Generic;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Puts a connection into a state.</summary>
internal sealed class GivenStep(int line, TcpState state) : Step(line)
{
    public TcpState State { get; } = state;

    public string Name { get; set; } = "c";

    /// <summary>The keys with a number; those not here have their defaults.</summary>
    public Dictionary<string, Expression> Numbers { get; } = new();

    public bool HalfClosed { get; set; }

    public bool FinQueued { get; set; }

    public bool Listener { get; set; }

    public bool Timestamps { get; set; }

    public TimeExpression? Srtt { get; set; }

    public TimeExpression? Age { get; set; }

    public override void Run(World world)
    {
        world.Place(this);
    }
}
