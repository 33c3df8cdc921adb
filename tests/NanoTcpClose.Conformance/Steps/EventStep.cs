using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Whether an event was raised since the last look at it.</summary>
internal sealed class EventStep(int line, CloseEvent what, bool absent) : Step(line)
{
    public override void Run(World world)
    {
        int raised = world.Current.TakeEvent(what);
        if (raised > 0 == absent)
        {
            string name = Words.Of(Words.Events, what);
            throw new StepFailure(absent ? $"event no {name}" : $"event {name}", $"raised {raised} times");
        }
    }
}
