using System.Collections.Generic;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>The same steps K times.</summary>
internal sealed class RepeatStep(int line, Expression count) : Step(line)
{
    public List<Step> Body { get; } = new();

    public override void Run(World world)
    {
        long times = count.Number(world.CurrentOrNone);
        for (long i = 0; i < times; i++)
        {
            foreach (Step step in Body)
            {
                world.Execute(step);
            }
        }
    }
}
