using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Connections in a state, or free slots where the state is null.</summary>
internal sealed class CountStep(int line, TcpState? state, Comparison comparison) : Step(line)
{
    public override void Run(World world)
    {
        CloseEngine engine = world.Current.Side.Engine;
        if (state == null)
        {
            comparison.Check("free", engine.FreeConnections, world.Current);
        }
        else
        {
            comparison.Check($"count {Words.Of(Words.States, state.Value)}", engine.CountInState(state.Value),
                world.Current);
        }
    }
}
