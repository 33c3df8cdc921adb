using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>An option; the parser has put it into the options of the case already.</summary>
internal sealed class SetStep(int line) : Step(line)
{
    public override void Run(World world)
    {
    }
}
