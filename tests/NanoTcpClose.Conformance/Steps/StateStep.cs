using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>The state now.</summary>
internal sealed class StateStep(int line, List<TcpState> states) : Step(line)
{
    public override void Run(World world)
    {
        Connection connection = world.Current;
        if (!states.Any(connection.IsIn))
        {
            string expected = string.Join(" or ", states.Select(s => Words.Of(Words.States, s)));
            throw new StepFailure($"state {expected}", Words.Of(Words.States, connection.State));
        }
    }
}
