using NanoTcpClose.Conformance.Run;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>
/// At no moment were a and b in these states; moments still to come count too and are looked at when the case ends.
/// </summary>
internal sealed class NeverStep(int line, TcpState stateOfA, TcpState stateOfB) : Step(line)
{
    public override void Run(World world)
    {
        world.Network.Check(stateOfA, stateOfB);
        world.CheckAtEnd(this);
    }
}
