using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>How many segments with exactly these flags one engine sent so far.</summary>
internal sealed class SentStep(int line, int flags, CountRange range) : Step(line)
{
    public override void Run(World world)
    {
        Connection connection = world.Current;
        int got = connection.Side.CountSent(flags & ~TcpFlags.Psh);
        if (!range.Holds(got, connection))
        {
            throw new StepFailure($"sent {FlagList.Text(flags)} {range}", got.ToString());
        }
    }
}
