using NanoTcpClose.Conformance.Run;
using NanoTcpClose.Conformance.Script;

namespace NanoTcpClose.Conformance.Steps;

/// <summary>Bytes delivered since the last look.</summary>
internal sealed class DeliverStep(int line, Expression count) : Step(line)
{
    public override void Run(World world)
    {
        long expected = count.Number(world.Current);
        (long arrived, long read) = world.Current.TakeDelivered();

        // Where the script reads by itself, "delivered" may mean handed over by receive as well as put into the buffer.
        bool good = arrived == expected || (world.Current.ReadsByCall && read == expected);
        if (!good)
        {
            throw new StepFailure($"deliver {expected}", arrived.ToString());
        }
    }
}
