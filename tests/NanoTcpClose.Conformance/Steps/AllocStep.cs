using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Bytes that the engine allocated since the last given.</summary>
internal sealed class AllocStep(int line, Expression count) : Step(line)
{
    public override void Run(World world)
    {
        long expected = count.Number(world.Current);
        long got = world.Current.Side.AllocatedBytes;
        if (got != expected)
        {
            throw new StepFailure($"alloc {expected}", $"{got} bytes");
        }
    }
}
