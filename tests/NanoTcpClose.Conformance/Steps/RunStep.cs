using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Time passes for both engines and the network.</summary>
internal sealed class RunStep(int line, bool idle, TimeExpression time) : Step(line)
{
    public override void Run(World world)
    {
        world.Network.Run(time.Microseconds(world.Current), idle);
    }
}
