using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Two engines with an ESTABLISHED connection between them.</summary>
internal sealed class PairStep(int line) : Step(line)
{
    public Expression? IsnA { get; set; }

    public Expression? IsnB { get; set; }

    public TimeExpression? Delay { get; set; }

    public override void Run(World world)
    {
        world.PlacePair(this);
    }
}
