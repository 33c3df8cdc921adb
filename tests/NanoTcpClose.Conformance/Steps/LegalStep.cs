using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Every transition so far is in the table of RFC 9293.</summary>
internal sealed class LegalStep(int line) : Step(line)
{
    public override void Run(World world)
    {
        foreach (Side side in world.Sides)
        {
            if (side.IllegalTransition != null)
            {
                throw new StepFailure("legal transitions", side.IllegalTransition);
            }
        }
    }
}
