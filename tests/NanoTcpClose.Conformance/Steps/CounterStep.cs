using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>A counter of the engine.</summary>
internal sealed class CounterStep(int line, EngineCounter counter, Comparison comparison) : Step(line)
{
    public override void Run(World world)
    {
        uint got = world.Current.Side.Engine.Counters[(int)counter];
        comparison.Check($"counter {Words.Of(Words.Counters, counter)}", got, world.Current);
    }
}
