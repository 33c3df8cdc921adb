using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>The clock moves on, in one piece or in equal ones; the engine is called at the end of each.</summary>
internal sealed class AfterStep(int line, TimeExpression time, Expression? steps) : Step(line)
{
    public override void Run(World world)
    {
        long total = time.Microseconds(world.Current);
        long pieces = steps?.Number(world.Current) ?? 1;
        if (pieces < 1)
        {
            throw new StepFailure("at least 1 step", pieces.ToString());
        }

        long start = world.Now;
        for (long i = 1; i <= pieces; i++)
        {
            world.AdvanceTo(start + (long)((System.Int128)total * i / pieces));
        }
    }
}
