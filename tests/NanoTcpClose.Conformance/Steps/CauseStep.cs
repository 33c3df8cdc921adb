using System.Collections.Generic;
using System.Linq;
using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>The cause of the last transition.</summary>
internal sealed class CauseStep(int line, List<TransitionCause> causes) : Step(line)
{
    public override void Run(World world)
    {
        TransitionCause got = world.Current.Cause;
        if (!causes.Contains(got))
        {
            string expected = string.Join(" or ", causes.Select(c => Words.Of(Words.Causes, c)));
            throw new StepFailure($"cause {expected}", Words.Of(Words.Causes, got));
        }
    }
}
